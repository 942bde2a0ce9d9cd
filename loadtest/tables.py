#!/usr/bin/env python3
"""Fills the tables of docs/performance.md and docs/operating.md from the kept results of benches.

Use: python3 loadtest/tables.py, in a clone with its history: the column "before" is read from earlier commits.
A table is between <!-- perf:NAME --> and <!-- perf:end -->; NAME is a key of PARTS below.
Of each leg or part the newest result that has it counts. Why a goal is missed is said in reason().
"""
import glob
import json
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RES = ROOT + '/loadtest/results/'
LINK = '../loadtest/results/'
# 26 November; the morning of 28 November, the first result of calls until they are settled.
BEFORE = [('1a2135bda', 'gates.json'), ('cc534dc6c', 'gates-legs.json')]


def load(name):
    path = RES + name
    return json.load(open(path)) if os.path.exists(path) else None


def old(commit, name):
    text = subprocess.run(
        ['git', '-C', ROOT, 'show', f'{commit}:loadtest/results/{name}'], capture_output=True, check=True
    ).stdout
    return json.loads(text)


def named(pattern):
    found = []
    for path in glob.glob(RES + pattern):
        d = json.load(open(path))
        d['file'] = os.path.basename(path)
        found.append(d)
    return sorted(found, key=lambda d: d.get('measured_at', ''))


# Goals of a later run of some legs until calls are settled replace those of the whole one; all other figures are of one run.
GATES = named('gates.json')
LATER = [d for d in named('gates-legs.json') if d['measured_at'] > GATES[0]['measured_at']]
SETTLED = ('sustained', 'many_tenants')
GROWTH = named('growth*.json')
if GROWTH[-1]['file'] == 'growth.json':
    GROWTH = GROWTH[-1:]
OVERLOAD, MCP = load('overload.json'), load('mcp.json')


def replaced(whole, part, names):
    """A whole result with the parts of a later one of some parts."""
    if not whole or not part or part['measured_at'] < whole['measured_at']:
        return ''
    for n in names:
        whole['figures'][n] = part['figures'][n]
    new = {g['goal']: g for g in part['figures']['goals']}
    whole['figures']['goals'] = [new.pop(g['goal'], g) for g in whole['figures']['goals']] + list(new.values())
    return part


LATER_WRITES = replaced(OVERLOAD, load('overload-writes.json'), ['writes'])
WRITES_FILE = 'overload-writes.json' if LATER_WRITES else 'overload.json'
LATER_BESIDE = replaced(MCP, load('mcp-beside.json'), ['beside'])
PROMPT, HANGING = load('webhooks-prompt.json'), load('webhooks-hanging-paused.json')
MODULES = load('modules.json')
PROPS = dict(
    l.strip().split('=') for l in open(ROOT + '/gateway/src/test/resources/cost/call-costs.properties') if '=' in l
)
FIRST, MORNING = old(*BEFORE[0]), old(*BEFORE[1])


def source(d, file=None):
    day = int(d['measured_at'][8:10])
    return f"[{file or d['file']}]({LINK}{file or d['file']}), {d['commit'][:8]}, {day} November"


def newest(get):
    """The newest result of the gates for which get gives something, and that."""
    for d in reversed(GATES):
        try:
            value = get(d['figures'])
        except (KeyError, TypeError):
            continue
        if value is not None:
            return d, value
    return None, None


def leg(name, shape='256'):
    d, value = newest(lambda f: f['legs'][name][shape]['median'])
    return value


def settled(name):
    return newest(lambda f: f[name] if 'median' in f[name] else None)


def num(x):
    if x is None:
        return ''
    if abs(x - round(x)) < 1e-9 and abs(x) < 1e9:
        return f'{round(x):,}'
    a = abs(x)
    return f'{x:,.2f}' if a < 5 else f'{x:,.1f}' if a < 100 else f'{x:,.0f}'


def million(x):
    return f'{x / 1e6:.1f} million' if x >= 1e6 else f'{x:,.0f}'


def table(head, rows):
    return '\n'.join([f"| {' | '.join(head)} |", '|' + '---|' * len(head)] + [f"| {' | '.join(r)} |" for r in rows])


# ---- goals

NAMES = {'get_workspace p99 ms at half load': 'get_workspace p99 ms at half load, 256'}
TITLES = {
    'sustained: settled by bare': 'one tenant: settled calls by `bare`',
    'many_tenants: settled by bare': '1,000 tenants: settled calls by `bare`',
}


def title(goal):
    goal = TITLES.get(goal, goal)
    goal = goal.replace('sustained: ', 'one tenant: ').replace('many_tenants: ', '1,000 tenants: ')
    return (
        re.sub(r'\b((?:get|list|filter|create|search)_\w+|tools/list|bare)(?=[ ,:]|$)', r'`\1`', goal)
        if '`' not in goal
        else goal
    )


def bound(g):
    return f"≥ {num(g['at_least'])}" if 'at_least' in g else f"≤ {num(g['at_most'])}"


def before_of(goal):
    for g in FIRST['figures']['goals'] + MORNING['figures']['goals']:
        if NAMES.get(g['goal'], g['goal']) == goal:
            return num(g['measured']) if g['measured'] or 'errors' in goal else ''
    found = re.match(r'(\w+) rate by baselines/postgres', goal)
    if found:
        rates = [
            FIRST['figures']['legs'].get(n, {}).get('256', {}).get('median', {}).get('requests_per_second')
            for n in (found.group(1), 'postgres/' + found.group(1))
        ]
        return num(rates[0] / rates[1]) if all(rates) else ''
    return ''


def rounds_errors(name):
    """Errors of all rounds, answers of all, and the most errors in percent of one round."""
    d, s = settled(name)
    r = s['rounds']
    errors = sum(r['errors'])
    calls = sum(a * 60 for a in r['answered_per_second']) + errors
    return errors, calls, max(r['errors_percent']), sum(1 for e in r['errors'] if e), len(r['errors'])


def reason(goal):
    s, m = (settled(n)[1] for n in ('sustained', 'many_tenants'))
    s, m = (x['median'] if x else {} for x in (s, m))
    w, b = leg('get_workspace'), leg('bare')
    o = OVERLOAD['figures'] if OVERLOAD else {}
    if goal.startswith('get_workspace rate by bare'):
        return 'as its CPU'
    if goal.startswith('get_workspace CPU by bare'):
        shape = goal.rsplit(', ', 1)[1]
        a, c = leg('get_workspace', shape), leg('bare', shape)
        return f"{num(a['cpu_us'])} µs a call, `bare` {num(c['cpu_us'])}: [steps](#the-steps-of-get_workspace)"
    if goal.startswith('get_workspace rate by nginx'):
        return 'see the row of `nginx` below'
    if goal.startswith('get_workspace p99 ms at half load'):
        shape = 'half' if goal.endswith('256') else 'half_64'
        then = next(d for d in (FIRST, MORNING) if shape in d['figures']['legs']['get_workspace'])
        now, then = leg('get_workspace', shape), then['figures']['legs']['get_workspace'][shape]['median']
        return (
            f"at {num(round(now['requests_per_second']))} calls a second, before at"
            f" {num(round(then['requests_per_second']))}; `bare` has {num(leg('bare', shape)['p99_ms'])} at"
            f" {num(round(leg('bare', shape)['requests_per_second']))}"
        )
    if goal == 'many_tenants: settled by bare':
        return (
            f"calls of many accounts share less: Redis {num(m['cpu_us_redis'])} µs a call, one tenant"
            f" {num(s['cpu_us_redis'])}; gateway {num(m['cpu_us_gateway'])} and {num(s['cpu_us_gateway'])}"
        )
    if goal == 'many_tenants: WAL bytes a read':
        return 'a run of the meter writes rows for each account that it books'
    if 'disk bytes' in goal:
        x = s if goal.startswith('sustained') else m
        parts = [
            (k, n)
            for k, n in (
                ('postgres_wal_bytes', 'WAL'),
                ('postgres_data_bytes', 'pages of data'),
                ('kafka_log_bytes', 'Kafka'),
                ('disk_bytes_rest', 'rest'),
            )
            if k in x
        ]
        if parts:
            return ', '.join(f'{n} {num(round(x[k]))}' for k, n in parts)
        return 'with lines of logs; this result counts no parts'
    if goal.endswith('errors, percent') and 'below' not in goal:
        errors, calls, most, of, rounds = rounds_errors(goal.split(':')[0])
        return (
            f"{num(errors)} of {million(calls)} calls, in {of} of {rounds} rounds; which calls is not known"
            if errors
            else ''
        )
    kind = goal.split(':')[0]
    if kind in o:
        x, over = o[kind], o[kind]['overload']
        if 'goodput' in goal:
            p = over['processors']
            return (
                f"the gateway used {num(p['gateway'])} of its processor; of the other the servers"
                f" {num(p['servers'])}, the client {num(p['client'])}; [connections](#overload)"
            )
        if 'p99 of refusals' in goal:
            r = over['refused_ms']
            if r['p99_ms'] < 500:
                return f"p50 is {num(r['p50_ms'])} ms, p95 {num(r['p95_ms'])}; [waits](#overload)"
            return (
                f"p50 is {num(r['p50_ms'])} ms; who comes back at once waits for up to a second or longer"
                " ([decision 100](decisions/0100-refused-connections-rest.md))"
            )
        if 'seconds until normal' in goal:
            a, h = x['half_load_after'], x['half_load_before']
            return (
                f"p99 at half of the peak is {num(h['done_ms']['p99_ms'])} ms before, {num(a['done_ms']['p99_ms'])}"
                f" after; then of {million(a['done'])} calls {num(a['refused'])} were refused and"
                f" {num(a['no_connection_free'])} found no connection"
            )
        if 'errors below capacity' in goal:
            h = x['half_load_before']
            return (
                f"beside {num(h['done'])} successes {num(h['refused'])} were refused,"
                f" {num(h['no_connection_free'])} found no connection, {num(h['others'])} failed; p50"
                f" {num(h['done_ms']['p50_ms'])}, p99 {num(h['done_ms']['p99_ms'])} ms"
            )
        if 'failures of' in goal:
            c = x['reserve'][goal.rsplit(' ', 1)[1]]
            why = ', '.join(f'{num(n)} {outcome}' for outcome, n in c.get('failures_by_outcome', {}).items())
            return f"{num(c['failures'])} of {num(c['calls'])} calls, p50 {num(c['p50_ms'])} ms" + (
                f': {why}' if why else ''
            )
        if 'free connection' in goal:
            return (
                f"answers took {num(over['done_ms']['p50_ms'])} ms (p50), and {num(x['connections'])} connections"
                " rest where many are refused"
            )
    if goal.startswith('p99 of other tenants'):
        p = o['noisy_tenant']['others_p99']
        return (
            f"{num(p['median_without_ms'])} ms without it, {num(p['median_with_ms'])} with it: the 429s take from the"
            " gateway's one processor"
        )
    found = re.match(r'MCP (\w+) rate by REST', goal)
    if found:
        a, c = leg('mcp/' + found.group(1)), leg(found.group(1))
        return f"{num(a['cpu_us'])} µs a call, by REST {num(c['cpu_us'])}: [agents](#agents)"
    found = re.match(r'(\w+) rate by baselines/postgres', goal)
    if found:
        a, c = leg(found.group(1)), leg('postgres/' + found.group(1))
        return (
            f"gateway {num(a['cpu_us'])} µs, the hand-written service {num(c['cpu_us'])}; it has no hold, usage"
            " record, audit or event"
        )
    found = re.match(r'(\w+): cost with the most by cost with the fewest (\w+)', goal)
    if found:
        for d in reversed(GROWTH):
            cost = d['figures'].get(found.group(2), {}).get('calls', {}).get(found.group(1), {}).get('cpu_us')
            if cost:
                return f"{', '.join(num(x) for x in cost)} µs by size" + (
                    ': no steady rise' if max(cost) > cost[-1] else ''
                )
    if goal == 'the same with the meter on the same processors':
        return "the SDK's server has no meter"
    return ''


def goals():
    all_goals, since = {}, {}
    for d in GATES + LATER:
        for g in d['figures'].get('goals', []):
            if d in LATER and not g['goal'].startswith(SETTLED):
                continue
            name = NAMES.get(g['goal'], g['goal'])
            all_goals[name] = g
            since[name] = d['measured_at'] > FIRST['measured_at']
    rows, zero = [], 0

    def add(name, g, before=''):
        nonlocal zero
        now, met = num(g['measured']), g['met']
        if name.endswith('errors, percent') and name.split(':')[0] in SETTLED:
            _, _, most, _, _ = rounds_errors(name.split(':')[0])
            now, met = f'{num(most)} in the worst round', most <= g['at_most']
        elif g.get('at_most', 1) <= 0.01 and g['measured'] == 0:
            zero += 1
            return
        verdict = 'met' if met else '**missed**' + (': ' + reason(name) if reason(name) else '')
        if not since.get(name, True):
            now, verdict = 'not since', ('met' if met else '**missed**') + ' then'
        rows.append([title(name), bound(g), before, now, verdict])

    for name, g in all_goals.items():
        add(name, g, before_of(name))
    for d in [OVERLOAD] if OVERLOAD else []:
        for g in d['figures']['goals']:
            if g['goal'].endswith('p99 of refusals, ms') and g['measured'] == 0:
                continue
            add(g['goal'], g)
    growth = {}
    for d in GROWTH:
        for g in d['figures']['goals']:
            growth[g['goal']] = g
    costs = {n: g for n, g in growth.items() if 'cost with' in n}
    failed = {n: g for n, g in growth.items() if 'errors with' in n}
    for name, g in growth.items():
        if (
            name not in costs
            and name not in failed
            and name not in ('lists', 'large tables that lists could read as a whole')
        ):
            add(name, g)
    if costs:
        ratios = {
            n: by_first(c)
            for d in GROWTH
            for p in ('workspaces', 'contacts', 'calls')
            for n, c in d['figures'].get(p, {}).get('calls', {}).items()
            for n in [p + n]
        }
        bad = [n for n, r in ratios.items() if r > 1.1]
        costs = ratios
        if failed:
            sum_failed = sum(g['measured'] for g in failed.values())
            rows.append(
                [
                    '[growth](#how-cost-grows): calls that failed',
                    '0',
                    '',
                    num(sum_failed),
                    'met' if not sum_failed else '**missed**',
                ]
            )
        rows.append(
            [
                '[growth](#how-cost-grows): a call with more workspaces, contacts, kept calls by one with the fewest',
                '≤ 1.10',
                '',
                f"{num(max(costs.values()))} at most",
                'met' if not bad else f"**missed**: {len(bad)} of {len(costs)} calls",
            ]
        )
    for d in (PROMPT, HANGING, MCP):
        for g in d['figures']['goals'] if d else []:
            add(
                (
                    ('agents: ' if d is MCP else 'webhooks: ') + g['goal']
                    if g['goal'] != 'the same with the meter on the same processors'
                    else g['goal']
                ),
                g,
            )
    module_goals = [g for l in MODULES['legs'].values() for g in l['goals']]
    met = sum(g['met'] for g in module_goals)
    rows.append(
        [
            '[modules](#modules)',
            f'{len(module_goals)} goals',
            '',
            '',
            'met' if met == len(module_goals) else f'**missed**: {len(module_goals) - met}',
        ]
    )
    rows.append(
        [
            'errors and failures of [overload](#overload), [agents](#agents), [growth](#how-cost-grows)',
            '0',
            '',
            '0',
            f'met: {zero}',
        ]
    )
    return table(['goal', 'bound', 'before', 'now', ''], rows)


# ---- the parts of the page

STEPS = [
    ('the response through Vert.x, Netty and the kernel', 47),
    ('the request from the kernel through Netty and Vert.x, decoded', 11),
    ('usage event: its bytes, its record', 9),
    ('head: request id, validation, credential', 8),
    ('waiting for events', 6),
    ('log line, count, audit', 5),
    ('hold: the request to Redis and its answer', 4),
    ('the answer: headers, envelope', 4),
    ('gates, input, dispatch', 3),
    ('timers, tasks, other', 3),
]
LOOPS, COMPILER = 0.78, 0.09


def steps():
    cpu = leg('get_workspace')['cpu_us']
    scaled = cpu / (1 - COMPILER)
    rows = [[n, f'{s} %', num(scaled * LOOPS * s / 100)] for n, s in STEPS]
    rows += [['event loops', f'{LOOPS:.0%} of the process'.replace('%', ' %'), num(scaled * LOOPS)]]
    rows += [
        [
            'Kafka client; log writer; watch of the loops; garbage collector',
            '9, 3, 1, under 1 % of the process',
            ', '.join(num(scaled * x) for x in (0.09, 0.03, 0.01)) + f', under {num(scaled * .01)}',
        ]
    ]
    return table(['step', "share of the loops' time", f'µs of {num(cpu)}'], rows)


def now_of_steps():
    w, b = leg('get_workspace'), leg('bare')
    d, _ = newest(lambda f: f['legs']['get_workspace']['256']['median'])
    return (
        f"A call takes {num(w['cpu_us'])} µs of the gateway, of which `bare`, a Vert.x server that answers the same"
        f" bytes, needs {num(b['cpu_us'])} ({source(d)})."
    )


def legs():
    names = []
    for d in GATES:
        for n in d['figures'].get('legs', {}):
            if n not in names:
                names.append(n)
    rows, sources = [], {}
    for n in names:
        d, l = newest(lambda f: f['legs'][n] if f['legs'][n].get('256') else None)
        a, c = l['256']['median'], l['64']['median']
        h, g = (l.get(shape, {}).get('median', {}) for shape in ('half', 'half_64'))
        mark = sources.setdefault(source(d), chr(97 + len(sources)))
        gateway = not n.startswith('postgres/') and n not in ('bare', 'nginx')
        rows.append(
            [
                f'`{n}` ({mark})',
                num(round(a['requests_per_second'])),
                f"{num(a['p50_ms'])}, {num(a['p99_ms'])}",
                num(a['cpu_us']),
                num(round(1e6 / a['cpu_us'], -1)) if a['cpu_us'] else '',
                num(a['redis_us']) if gateway and a['redis_us'] else '',
                num(round(c['requests_per_second'])),
                num(h.get('p99_ms')),
                num(h.get('cpu_us')),
                num(g.get('p99_ms')),
                num(g.get('cpu_us')),
                f"{num(l['errors'])} of {million(l['calls'] + 0)}",
            ]
        )
    text = table(
        [
            'call',
            '256 connections: calls/s',
            'p50, p99 ms',
            'CPU-µs',
            'a core of it carries',
            'Redis-µs',
            '64: calls/s',
            'half load, 256: p99 ms',
            'CPU-µs',
            'half load, 64: p99 ms',
            'CPU-µs',
            'errors',
        ],
        rows,
    )
    return text + '\n\n' + '; '.join(f'({m}) {s}' for s, m in sources.items()) + '.'


def settled_table():
    ds, s = settled('sustained')
    dm, m = settled('many_tenants')
    bare = leg('bare')['requests_per_second']
    a, c = s['median'], m['median']
    ea, ec = rounds_errors('sustained'), rounds_errors('many_tenants')

    def errors(e):
        return f"{num(e[0])} of {million(e[1])}" + (f', in {e[3]} of {e[4]} rounds' if e[0] else '')

    rows = [
        ['settled calls a second', num(round(a['settled_per_second'])), num(round(c['settled_per_second']))],
        [
            f'by `bare` ({num(round(bare))} a second)',
            num(a['settled_per_second'] / bare),
            num(c['settled_per_second'] / bare),
        ],
        [
            'seconds after the load until all is settled',
            num(a['seconds_until_settled'] - 60),
            num(c['seconds_until_settled'] - 60),
        ],
        ['errors, all rounds', errors(ea), errors(ec)],
        ['p99, ms', num(a['p99_ms']), num(c['p99_ms'])],
    ]
    for k, n in (
        ('cpu_us_gateway', 'CPU-µs a call: gateway'),
        ('cpu_us_meter', 'billing meter'),
        ('cpu_us_dispatcher', 'webhook dispatcher'),
        ('cpu_us_postgres', 'PostgreSQL'),
        ('cpu_us_redis', 'Redis'),
        ('cpu_us_kafka', 'Kafka'),
    ):
        rows.append([n, num(a[k]), num(c[k])])
    total = lambda x: sum(v for k, v in x.items() if k.startswith('cpu_us_'))
    rows.append(['all', num(total(a)), num(total(c))])
    rows.append(
        [
            'one core of everything carries, calls a second',
            num(round(1e6 / total(a), -2)),
            num(round(1e6 / total(c), -2)),
        ]
    )
    for k, n in (
        ('wal_bytes', 'bytes a call: WAL'),
        ('disk_bytes', 'written to the disk, all of the machine'),
        ('disk_bytes_without_logs', 'the same without logs of processes'),
        ('log_file_bytes', 'logs of processes'),
        ('postgres_wal_bytes', 'WAL as written'),
        ('postgres_data_bytes', 'pages of data'),
        ('kafka_log_bytes', "Kafka's log"),
        ('allocated_bytes_gateway', 'allocated by the gateway'),
    ):
        if k in a and k in c:
            rows.append([n, num(round(a[k])), num(round(c[k]))])
    text = table(['', 'one tenant', '1,000 tenants'], rows)
    return (
        text
        + f"\n\n{source(ds)}"
        + ('' if dm is ds else f'; {source(dm)}')
        + f". Medians of {len(a and s['rounds']['errors'])} rounds, errors of all."
    )


def counts():
    rows = []
    for kind, n in (
        ('workspace', '`get_workspace`'),
        ('read', '`get_contact`'),
        ('list', '`list_contacts`, one contact'),
        ('write', '`create_task`'),
        ('tool', 'tool `get_contact`'),
    ):
        rows.append(
            [n]
            + [
                num(int(PROPS[f'{kind}.{k}']))
                for k in ('statements', 'redis_entries', 'kafka_records', 'wal_bytes', 'allocated_bytes')
            ]
        )
    return table(['call', 'statements', 'hold entries', 'Kafka records', 'WAL, bytes', 'allocated, bytes'], rows)


def by_first(c):
    return max(c['cpu_us'][1:]) / c['cpu_us'][0]


def call_of(name):
    return f"`{name.removesuffix('_second_page')}`" + (', second page' if name.endswith('_second_page') else '')


def growth():
    parts, rows, sources, lacking = {}, [], {}, []
    for d in GROWTH:
        for part, f in d['figures'].items():
            if isinstance(f, dict):
                parts[part] = (d, f)
    for part in ('workspaces', 'contacts', 'calls'):
        if part not in parts:
            lacking.append(part)
            continue
        d, f = parts[part]
        sources[source(d)] = 1
        sizes = ', '.join(f'{s:,}' for s in f['sizes'])
        for call, c in f['calls'].items():
            rows.append(
                [
                    f'{call_of(call)}, {sizes} {"kept calls" if part == "calls" else part}',
                    ', '.join(num(x) for x in c['cpu_us']),
                    num(by_first(c)),
                    ', '.join(num(x) for x in c['p99_ms']),
                    'met' if by_first(c) <= 1.1 else '**missed**',
                ]
            )
    text = (
        ''
        if not rows
        else table(
            [
                'call, sizes',
                'CPU-µs of gateway, PostgreSQL and Redis',
                'greatest by the one with the fewest (goal: ≤ 1.1)',
                'p99, ms',
                '',
            ],
            rows,
        )
    )
    if lacking:
        text += f"{chr(10) * 2 if text else ''}Not measured at full size: growth by {', by '.join(lacking)}."
    if 'lists' in parts:
        d, f = parts['lists']
        sources[source(d)] = 1
        shown = f['lists'] - f['lists_not_shown']
        # A run without the contacts has few tables that are large.
        e = max((d for d in GROWTH if 'lists' in d['figures']), key=lambda d: d['figures']['lists']['large_tables'])
        sources[source(e)] = 1
        large = e['figures']['lists']
        whole = large.get('tables_read_as_a_whole')
        text += (
            f"\n\nOf {f['lists']} lists {shown} were answered 200; of"
            f" {num(large['large_tables'])} large tables"
            f" {num(whole) if isinstance(whole, (int, float)) else len(whole or [])} were read as a whole."
        )
    if 'connections' in parts:
        d, f = parts['connections']
        sources[source(d)] = 1
        text += f"\n\n10,000 idle connections take {num(idle_mib(f))} MiB of the gateway (goal: 250)"
        missing = f['connections'] - f.get('succeeded', f.get('answered'))
        why = (
            ', '.join(f"{num(c)} times {k}" for k, c in f['errors'].items())
            if f.get('errors')
            else 'the result does not say why'
        )
        text += (
            f"; {num(missing)} of {num(f['connections'])} first calls failed ({why})."
            if missing
            else '; every first call succeeded.'
        )
    return text + '\n\n' + '; '.join(sources) + '.'


def overload():
    f, rows = OVERLOAD['figures'], []
    w, r = f['writes'], f['reads']

    def row(name, get):
        rows.append([name, get(w), get(r)])

    row('peak, a closed loop of 256 connections, calls/s', lambda x: num(round(x['closed_loop']['per_second'])))
    row('the same afterwards', lambda x: num(round(x['closed_loop_after']['per_second'])))
    row('connections', lambda x: num(x['connections']))
    row('offered for 60 s', lambda x: num(round(x['overload']['offered_per_second'])))
    row(
        'answered with success, by the peak',
        lambda x: f"{num(round(x['overload']['done_per_second']))}: {num(x['goodput_by_peak'])}",
    )
    row('refused with 503 and `Retry-After`, calls/s', lambda x: num(round(x['overload']['refused'] / 60)))
    row(
        'sent, since a connection was free',
        lambda x: num(round((x['overload']['done'] + x['overload']['refused'] + x['overload']['others']) / 60)),
    )
    row('not sent, no connection was free, calls', lambda x: num(x['overload']['no_connection_free']))
    row(
        'answers: p50, p99 ms',
        lambda x: f"{num(x['overload']['done_ms']['p50_ms'])}, {num(x['overload']['done_ms']['p99_ms'])}",
    )
    row(
        'a refusal: µs in the gateway (mean); ms at the client (p50, p99)',
        lambda x: (
            f"{num(1e3 * x['overload']['refused_mean_ms_in_gateway'])}; {num(x['overload']['refused_ms']['p50_ms'])},"
            f" {num(x['overload']['refused_ms']['p99_ms'])}"
            if x['overload']['refused']
            else 'none'
        ),
    )
    row('seconds until calls are as before', lambda x: num(x['seconds_until_normal']))
    row(
        'at half of the peak before: without a free connection',
        lambda x: (
            f"{num(x['half_load_before']['no_connection_free'])} of"
            f" {million(x['half_load_before']['done'] + x['half_load_before']['no_connection_free'])}"
        ),
    )
    for part, n in (('control', 'control plane'), ('cap', 'cap of a busy tenant'), ('health', 'health')):
        if any(part not in x['reserve'] for x in (w, r)):
            continue
        row(
            f'{n} meanwhile: calls, failures, p50, p99 ms',
            lambda x: (
                f"{num(x['reserve'][part]['calls'])}, {num(x['reserve'][part]['failures'])},"
                f" {num(x['reserve'][part]['p50_ms'])}, {num(x['reserve'][part]['p99_ms'])}"
            ),
        )
    if 'processors' in w['overload']:
        row(
            'processors used: client, gateway, meter, servers',
            lambda x: ', '.join(num(x['overload']['processors'][k]) for k in ('client', 'gateway', 'meter', 'servers')),
        )
    row(
        'errors at the peak, and refused at half of it before',
        lambda x: (
            f"{num(sum(x['closed_loop']['errors'].values()))} of {million(x['closed_loop']['calls'])},"
            f" {num(x['half_load_before']['refused'])} of"
            f" {million(x['half_load_before']['done'] + x['half_load_before']['refused'])}"
        ),
    )
    n = f['noisy_tenant']
    p = n['others_p99']
    text = table(['', 'writes (`create_task`)', 'reads (`get_workspace`)'], rows)
    text += (
        f"\n\nOne tenant at ten times its limit ({num(n['noisy']['sent_per_second'])} calls a second, of which"
        f" {num(round(n['noisy']['done_per_second']))} are served and the rest are 429): p99 of"
        f" {num(n.get('others', 50))} others is"
        f" {num(p['median_with_ms'])} ms, without it {num(p['median_without_ms'])}; the interval of the difference is"
        f" {num(p['difference_ms']['from'])} to {num(p['difference_ms']['to'])} ms."
    )
    if not f['processors'].get('load_preferred'):
        text += (
            " Reads and this one were measured before the client had priority on its processor: latencies at the client"
            " contain what the servers did there."
        )
    later = f"; writes: {source(LATER_WRITES, 'overload-writes.json')}" if LATER_WRITES else ''
    return text + f"\n\n{source(OVERLOAD, 'overload.json')}{later}."


def webhooks():
    p, h, q = PROMPT['figures']['prompt'], HANGING['figures']['hanging'], HANGING['figures']['paused']
    rows = [
        [
            '1,000 events a second for a minute: from commit to receipt',
            f"p50 {num(p['p50_ms'])}, p95 {num(p['p95_ms'])}, p99 {num(p['p99_ms'])}, at most {num(p['max_ms'])} ms",
            'p95 ≤ 100, p99 ≤ 500',
        ],
        [
            'the same from the call',
            (
                f"p50 {num(p['from_the_call']['p50_ms'])}, p95 {num(p['from_the_call']['p95_ms'])}, p99"
                f" {num(p['from_the_call']['p99_ms'])} ms"
            ),
            '',
        ],
        [
            'received again; micros due and charged',
            (
                f"{num(p['received_again'])} of {num(p['receipts'])}; {num(p['micros_due'])} and"
                f" {num(p['micros_charged'])}"
            ),
            '',
        ],
        [
            'p95 of the healthy while a tenth of the endpoints hangs, and while none does',
            f"{num(h['tenth_hangs']['p95_ms'])} and {num(h['all_healthy']['p95_ms'])} ms: {num(h['p95_ratio'])}",
            '≤ 1.1',
        ],
        [
            f"{num(q['events'])} events after a pause of {num(q['paused_seconds'])} s",
            f"delivered within {num(q['caught_up_after_seconds'])} s, {num(q['received_again'])} twice",
            '',
        ],
    ]
    return (
        table(['what', 'measured', 'goal'], rows)
        + f"\n\nThe first three rows: {source(PROMPT, 'webhooks-prompt.json')}; the others:"
        + f" {source(HANGING, 'webhooks-hanging-paused.json')}."
    )


def agents():
    f = MCP['figures']
    a, b = f['agents'], f['beside']
    rows = []
    for k, n in (
        ('gateway', 'gateway'),
        ('gateway_with_meter', 'gateway, with the meter on the same two processors'),
        ('sdk', 'SDK with default settings'),
        ('sdk_tuned', 'SDK, tools on the thread of their request'),
    ):
        m, r = b[k]['median'], b[k]['rounds']['requests_per_second']
        rows.append(
            [
                n,
                f"{num(round(m['requests_per_second']))} ({num(round(min(r)))} to {num(round(max(r)))})",
                num(m['requests_per_second'] / b['sdk']['median']['requests_per_second']),
                num(m['cpu_us_per_call']),
                f"{num(m['p50_ms'])}, {num(m['p99_ms'])}",
                num(b[k].get('failed_calls', b[k]['errors'])),
            ]
        )
    text = table(['server', 'calls/s', 'by the SDK (goal: ≥ 3)', 'CPU-µs a call', 'p50, p99 ms', 'errors'], rows)
    h = a['series']['heap_mib']
    return (
        text
        + f"\n\n{num(a['agents'])} agents, each on its own connection, for {num(a['watched_seconds'])} s:"
        f" {num(a['answers'])} answers, {num(round(a['requests_per_second']))} a second,"
        f" {num(a['error_count'])} errors; p99 at first {num(a['series']['p99_ms'][0])} ms, at last"
        f" {num(a['series']['p99_ms'][-1])}; live heap {num(h[0])} MiB at first, {num(max(h))} at most,"
        f" {num(h[-1])} at last."
        + f"\n\n{source(MCP, 'mcp.json')}"
        + (f"; the servers: {source(LATER_BESIDE, 'mcp-beside.json')}" if LATER_BESIDE else '')
        + '.'
    )


def modules():
    L, rows = MODULES['legs'], []
    for name, l in L.items():
        for g in l['goals']:
            rows.append([g['goal'], f"{num(g['measured'])} ({bound(g)})" + ('' if g['met'] else ', **missed**')])
    i, p, c, t = (L[k]['figures'] for k in ('invoice_numbers', 'payment_races', 'published_304', 'ticket_clocks'))
    text = table(['what', 'measured (goal)'], rows)
    text += (
        f"\n\nRefused with 503 meanwhile: {num(i['answers'].get('503 service_unavailable', 0))} of"
        f" {num(i['calls'])} invoices ({num(round(i['calls_per_second']))} a second) and"
        f" {num(p['answers'].get('503 service_unavailable', 0))} of {num(sum(p['answers'].values()))} payments."
        f" Without success, of which the result does not say the status: {num(c['published']['errors'])} calls of"
        f" published entries, and {num(c['get_workspace']['errors'])} of `get_workspace` beside them."
    )
    text += (
        f" Clocks that fell due while the process was stopped: {num(t['after_the_stop']['p99_ms'] / 1000)} s late"
        " (p99), without a goal. Reports from rows of 10 million events: p95"
        f" {num(L['insights']['figures']['events_10000000']['rows_filter_group_sum']['p95_ms'])} ms, funnels"
        f" {num(L['insights']['figures']['events_10000000']['rows_funnel']['p95_ms'])}."
    )
    commits = sorted({l['commit'][:8] for l in L.values()})
    return text + f"\n\n[modules.json]({LINK}modules.json), commits {', '.join(commits)}."


def intro():
    _, s = settled('sustained')
    _, m = settled('many_tenants')
    ea, ec = rounds_errors('sustained'), rounds_errors('many_tenants')
    return (
        "A call is done when it is booked, audited, sealed and visible. One tenant settles"
        f" {num(round(s['median']['settled_per_second']))} calls a second, 1,000 tenants"
        f" {num(round(m['median']['settled_per_second']))}, with client and all servers on two cores. Errors:"
        f" {num(ea[0])} of {million(ea[1])} calls of one tenant, {num(ec[0])} of {million(ec[1])} of 1,000 tenants"
        + (f", in {ec[3]} of {ec[4]} rounds." if ec[0] else '.')
    )


def sizes():
    _, s = settled('sustained')
    d, m = settled('many_tenants')
    rows = []
    for n, x in (('`get_workspace`, one tenant', s['median']), ('the same, 1,000 tenants', m['median'])):
        rows.append(
            [n, num(round(x['settled_per_second']))]
            + [num(x[k]) for k in ('cpu_us_gateway', 'cpu_us_redis', 'cpu_us_postgres', 'cpu_us_kafka', 'cpu_us_meter')]
        )
    text = (
        'Until it is booked, audited and sealed ('
        + source(d)
        + '):\n\n'
        + table(['calls', 'a second on that machine', 'gateway', 'Redis', 'PostgreSQL', 'Kafka', 'meter'], rows)
    )
    rows, sources = [], {}
    for n in ('get_workspace', 'get_contact', 'search_contacts', 'create_task', 'mcp/get_contact', 'mcp/create_task'):
        e, l = newest(lambda f: f['legs'][n])
        most, dear = l['256']['median'], dearest(l)
        sources[source(e)] = 1
        rows.append(
            [
                f'`{n}`',
                num(round(most['requests_per_second'])),
                num(most['cpu_us']),
                num(most['redis_us']),
                num(round(dear['requests_per_second'])),
                num(dear['cpu_us']),
                num(dear['redis_us']),
            ]
        )
    text += (
        '\n\nUntil the answer, without the work after it ('
        + '; '.join(sources)
        + '), at the highest rate of 256 connections and at a lower one:\n\n'
        + table(['calls', 'a second on that machine', 'gateway', 'Redis', 'a second', 'gateway', 'Redis'], rows)
    )
    micros = dearest(newest(lambda f: f['legs']['create_task'])[1])['cpu_us']
    return (
        text
        + "\n\nA call costs more where fewer come, since fewer share a statement, a hold and a record. Cores of a"
        " process = calls a second × microseconds ÷ 1,000,000; take those of the lower rate, and twice the result"
        f" as a reserve for peaks: 1,000 `create_task` a second keep {micros / 1000:.2f} cores of gateways busy, so"
        f" plan {2 * micros / 1000:.1f}, and two gateways for availability. What p99 is at half of the highest rate"
        " says [performance](performance.md#what-one-core-carries)."
    )


def dearest(measured):
    """Of the loads of a leg the one in which a call took most processor time."""
    return max((load['median'] for load in measured.values() if isinstance(load, dict)), key=lambda m: m['cpu_us'])


def postgres():
    w = OVERLOAD['figures']['writes']['closed_loop']
    per = {k: 1e6 * v / w['per_second'] for k, v in w['processors'].items()}
    d, workspaces = newest_growth('workspaces')
    c = workspaces['calls']['create_task']['cpu_us']
    e, connections = newest_growth('connections')
    h = HANGING['figures']['hanging']['windows']['all_healthy']
    sent = PROMPT['figures']['prompt']['rate']
    of = {k: sorted(x[f'processors_of_{k}'] for x in h)[len(h) // 2] for k in ('dispatcher', 'servers')}
    return (
        "PostgreSQL's own part of a read by key was 46 to 48 µs ([decision"
        " 34](decisions/0034-reads-are-one-statement.md), measured apart, on a busy machine). A `create_task` cost"
        f" PostgreSQL, Kafka and Redis together {num(round(per['servers']))} µs over 256 connections and the meter"
        f" {num(per['meter'])} ([{WRITES_FILE}]({LINK}{WRITES_FILE}), `closed_loop`); over 32 connections gateway,"
        f" PostgreSQL and Redis took {num(round(min(c)))} to {num(round(max(c)))} ({linked(d)}):"
        f" PostgreSQL is what a write needs most. At {num(sent)} webhook attempts a second the dispatcher used"
        f" {num(of['dispatcher'])} of a processor, and PostgreSQL, Kafka and Redis {num(of['servers'])}, the writes"
        " that made the events included"
        f" ([webhooks-hanging-paused.json]({LINK}webhooks-hanging-paused.json)). 10,000 idle"
        f" connections take {num(idle_mib(connections))} MiB of a gateway ({linked(e)})."
    )


def idle_mib(connections):
    return connections.get('memory_mib', connections.get('resident_mib_of_10000'))


def newest_growth(part):
    """The newest result that has the part, and its figures."""
    for d in reversed(GROWTH):
        if part in d['figures']:
            return d, d['figures'][part]
    raise KeyError(part)


def linked(d):
    return f"[{d['file']}]({LINK}{d['file']})"


def written():
    _, s = settled('sustained')
    d, m = settled('many_tenants')
    a, c = s['median'], m['median']
    one, write = int(PROPS['workspace.wal_bytes']), int(PROPS['write.wal_bytes'])
    file = linked(d)
    e, calls = newest_growth('calls')
    segments = (
        " What stays of a read in `records.call_segment`, with its indexes, was"
        f" {num(round(calls['kept_bytes_per_call'][-1]))} bytes ({linked(e)}, a busy workspace with"
        f" {num(calls['kept_calls'][-1])} calls)."
    )
    log, kafka = c['log_file_bytes'], c['kafka_log_bytes']
    return (
        "How fast: PostgreSQL keeps less of a call than it writes to its log (WAL). Under load, where many calls are"
        f" booked together, a read wrote {num(round(a['wal_bytes']))} bytes with one tenant and"
        f" {num(round(c['wal_bytes']))} with 1,000 ({file}, `wal_bytes`); a call that is booked alone writes"
        f" {num(one)}, a write {num(write)}, its record included"
        " (`gateway/src/test/resources/cost/call-costs.properties`). So a million reads a day of many tenants are some"
        f" {c['wal_bytes'] / 1000:.2f} GB where calls come in bursts, and at most {one / 1000:.1f} GB where each comes"
        f" alone; a million writes are at most {write / 1000:.1f} GB. The log itself is removed by PostgreSQL once it"
        f" is archived.{segments}\n\nKafka: under load all topics together took"
        f" {num(round(a['kafka_log_bytes']))} bytes a read with one busy tenant and {num(round(kafka))} with 1,000"
        f" ({file}, `kafka_log_bytes`). They take more where calls come alone, since each is then a record of its own."
        " The usage on each broker is\n\n```\ncalls a second, on average × bytes of a call × 1,209,600 seconds (14"
        " days) × replicas ÷ brokers\n```\n\nso 1,000 reads a second of many tenants are at least"
        f" {num(round(1000 * kafka * 1209600 / 1e9))} GB on each of three brokers with three replicas, and more where"
        " fewer calls share a record than at the measured rate.\n\nLogs: a call is a line of some"
        f" {num(round(log))} bytes on the gateway's standard output (`log_file_bytes`), more than PostgreSQL and Kafka"
        f" write: 1,000 calls a second are {num(round(1000 * log * 86400 / 1e9))} GB a day, which your container"
        " runtime has to rotate or ship."
    )


PARTS = {
    'intro': intro,
    'goals': goals,
    'steps': steps,
    'steps-now': now_of_steps,
    'legs': legs,
    'settled': settled_table,
    'counts': counts,
    'growth': growth,
    'overload': overload,
    'webhooks': webhooks,
    'agents': agents,
    'modules': modules,
    'sizes': sizes,
    'postgres': postgres,
    'written': written,
}

for page in ('performance.md', 'operating.md'):
    path = f'{ROOT}/docs/{page}'
    text = open(path).read()

    def filled(match):
        return f"<!-- perf:{match.group(1)} -->\n\n{PARTS[match.group(1)]()}\n\n<!-- perf:end -->"

    text, n = re.subn(r'<!-- perf:([a-z-]+) -->\n.*?<!-- perf:end -->', filled, text, flags=re.S)
    open(path, 'w').write(text)
    print(page, n, 'parts filled,', len(text.split()), 'words')
