-- Whoever delivers webhooks. Roles belong to the whole server, so two databases may race here.
DO $$
BEGIN
    BEGIN
        CREATE ROLE tollgate_dispatcher NOLOGIN NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    GRANT tollgate_dispatcher TO CURRENT_USER;
END
$$;
