-- One key, one effect: raises TG001 while another call holds the key, TG002 when the same call was answered already,
-- TG003 when another one was. Whatever is pipelined behind it then rolls back. The key is a caller's word.
CREATE OR REPLACE FUNCTION idempotency.claim(
        for_chain uuid, for_actor text, for_operation text, for_key text, for_digest bytea)
    RETURNS void
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    known bytea;
BEGIN
    IF NOT pg_try_advisory_xact_lock(
            runtime.lock_key(concat_ws(' ', 'idempotency', for_chain, for_actor, for_operation, for_key))) THEN
        RAISE EXCEPTION 'the key is in use' USING ERRCODE = 'TG001';
    END IF;
    SELECT a.digest INTO known
      FROM idempotency.answer a
     WHERE a.chain = for_chain AND a.actor_id = for_actor AND a.operation = for_operation AND a.key = for_key
       AND a.created_at > now() - interval '24 hours';
    IF FOUND AND known = for_digest THEN
        RAISE EXCEPTION 'the call was answered already' USING ERRCODE = 'TG002';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'the key was used with another input' USING ERRCODE = 'TG003';
    END IF;
END $$;
