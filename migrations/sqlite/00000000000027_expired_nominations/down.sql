UPDATE nominations SET state = 'withdrawn' WHERE state = 'expired';
