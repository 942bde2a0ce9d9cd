-- What each process of the installation last reported of itself: it writes its own row, every gateway reads all.
-- Checks and figures are pairs of arrays: names, and what they are.
CREATE TABLE runtime.process (
    id            uuid               PRIMARY KEY,
    parts         text[]             NOT NULL,
    version       text               NOT NULL,
    phase         text               NOT NULL,
    started_at    timestamptz        NOT NULL,
    reported_at   timestamptz        NOT NULL,
    check_names   text[]             NOT NULL,
    check_states  text[]             NOT NULL,
    figure_names  text[]             NOT NULL,
    figures       double precision[] NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

GRANT USAGE ON SCHEMA runtime TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime.process TO tollgate_app;
