-- Indexes for lists in the order of a number, date or time that some records lack. Those come last in both directions:
-- they are compared as the greatest value from the smallest on, and as the smallest from the greatest on.
CREATE PROCEDURE records.sorted(of_table regclass, of_column name)
    LANGUAGE plpgsql AS $$
DECLARE
    own_name CONSTANT name := (SELECT relname FROM pg_class WHERE oid = of_table);
    own_type CONSTANT text := (SELECT format_type(atttypid, NULL) FROM pg_attribute
                                WHERE attrelid = of_table AND attname = of_column);
    whole CONSTANT boolean := own_type = 'bigint';
BEGIN
    EXECUTE format('CREATE INDEX %I ON %s (workspace_id, (COALESCE(%I, %L::%s)), id)',
        own_name || '_by_' || of_column, of_table, of_column,
        CASE WHEN whole THEN '9223372036854775807' ELSE 'infinity' END, own_type);
    EXECUTE format('CREATE INDEX %I ON %s (workspace_id, (COALESCE(%I, %L::%s)), id)',
        own_name || '_by_' || of_column || '_down', of_table, of_column,
        CASE WHEN whole THEN '-9223372036854775808' ELSE '-infinity' END, own_type);
END $$;
REVOKE EXECUTE ON PROCEDURE records.sorted FROM PUBLIC;
