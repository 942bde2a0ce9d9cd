-- Gateways ask for the rights of who set a job, as the dispatcher does for holders of webhooks.
GRANT EXECUTE ON FUNCTION control.holder_facts(uuid[], text[], uuid[]) TO tollgate_app;
