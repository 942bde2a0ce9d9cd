-- The usage of attempts, and what the dispatcher has to tell.
GRANT USAGE ON SCHEMA outbox TO tollgate_dispatcher;
GRANT INSERT ON outbox.message TO tollgate_dispatcher;
