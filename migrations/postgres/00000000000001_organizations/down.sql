DROP TABLE alliance_members;
DROP TABLE alliances;
DROP TABLE organizations;
