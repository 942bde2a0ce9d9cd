-- The roles that parts act as. They cannot log in: the user of the settings is a member and takes one when it connects.
-- None passes by row-level security. Roles belong to the whole server, so two databases may race here.
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['tollgate_app', 'tollgate_relay', 'tollgate_meter', 'tollgate_sealer'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
    END LOOP;
END
$$;
