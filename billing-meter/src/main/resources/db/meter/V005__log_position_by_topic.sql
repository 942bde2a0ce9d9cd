-- Positions in logs have one shape wherever they are kept: by topic and partition.
ALTER TABLE billing.log_position ADD COLUMN topic text NOT NULL DEFAULT 'tollgate.usage';
ALTER TABLE billing.log_position ALTER COLUMN topic DROP DEFAULT;
ALTER TABLE billing.log_position DROP CONSTRAINT log_position_pkey, ADD PRIMARY KEY (topic, partition);
