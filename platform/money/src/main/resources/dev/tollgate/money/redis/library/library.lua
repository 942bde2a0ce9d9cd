#!lua name=tollgate_8

-- The functions of holds, and the states that they keep. One text: FunctionLibrary joins the files of this folder.
--
-- The number in the name is the version. It rises with every change of this text. The newest process of a rolling upgrade
-- decides which text runs: Redis refuses a second library with functions of the same names, and a process removes older
-- libraries only (FunctionLoader). Every version registers tollgate_now, so that no two of them fit beside each other.
-- The name of a function ends with the version that introduced its form (arguments and answers); a new form is a new
-- name, and the form before it stays for one version. A call of an unknown name fails before anything ran.
--
-- A state is one string: the format of its kind, the run of the server that wrote it, whole numbers below 2^53 as
-- little-endian doubles, then pairs (bucket, held), ascending by bucket, none of them 0. A value of another type,
-- format or length counts as no value: hold answers LOST, and prepare replaces it.
--
-- A hold is weighed against states in the slot of its tenant, each under a key of its own: {tenant}:account first, and
-- after it what else limits the call: {tenant}:budget:<id>, where the credential has a budget. Every kind of state
-- takes part in the same way:
--   hold     all of them are weighed before one is changed: weigh_account answers the reason that refuses, and changes
--            nothing; then take(state, b, cost) adds to what each holds in bucket b
--   release  give_back(state, b, cost), where run and incarnation are current and b has not closed
--   publish  replaces the figures and calls forget(state, closed): charges of closed buckets are in the figures
-- A kind says what its numbers are (kind), and how much they leave (left); all else is the same. A call that is refused
-- writes nothing. Each key is read once and written once per call (session), however many entries name it.
--
-- Locals of this library live as long as the server has it loaded, on the server that runs it: they are neither stored
-- nor replicated. They keep what may be lost: limits per second, states as they were last written, so that a state that
-- nothing else has changed need not be unpacked again, and what the terms of holds say.

local OFFSET_MS = 0

local ADMITTED, RATE, PAUSED, CAP, BALANCE = 0, 1, 2, 3, 4
local LOST, PASSED, FULL, BROKEN = 5, 6, 7, -1
local BUDGET_SPENT, BUDGET_LOST, BUDGET_PASSED = 8, 9, 10
