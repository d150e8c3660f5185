DROP TABLE role_grants;
DROP TABLE sessions;
DROP TABLE activation_codes;
DROP TABLE accounts;
