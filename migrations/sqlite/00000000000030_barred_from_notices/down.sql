DROP TABLE notice_barred;
