// A contact, a task about them, both read again, and a two-way sync of contacts: with types from openapi-typescript and
// the client openapi-fetch.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/types.js';

type Contact = components['schemas']['Contact'];
type Problem = components['schemas']['Problem'];
/** What a create answers without a new record: for dry_run=true, or one that existed, which has all fields. */
type NotCreated = { dry_run?: boolean };

/** A real sync waits for minutes between two rounds. */
const ROUND_MS = 100;
const ROUNDS_MAX = 100;

const client = createClient<paths>({
    baseUrl: process.env.TOLLGATE_URL!,
    headers: { Authorization: `Bearer ${process.env.TOLLGATE_TOKEN}` },
});

/** The record that a call wrote or read; an error with the problem's code and request ID for anything else. */
function data<S extends { data: unknown }>(answer: { data?: S; error?: Problem }): Exclude<S, NotCreated>['data'] {
    if (answer.data === undefined || 'dry_run' in answer.data) {
        throw new Error(`${answer.error?.code}: ${answer.error?.detail} (${answer.error?.request_id})`);
    }
    return answer.data.data;
}

// One key per write, made before the first try and sent again with each retry.
const key = { header: { 'Idempotency-Key': randomUUID() } };
const ada = { name: 'Ada Lovelace', email: `ada-${Date.now()}@example.org` };
const contact = data(await client.POST('/v1/contacts', { params: key, body: ada }));
const again = data(await client.POST('/v1/contacts', { params: key, body: ada }));
if (again.id !== contact.id) {
    throw new Error('a repeated key made a second contact');
}

const task = data(await client.POST('/v1/tasks', {
    params: { header: { 'Idempotency-Key': randomUUID() } },
    body: { title: 'Call Ada', contact_id: contact.id },
}));
const read = data(await client.GET('/v1/tasks/{id}', { params: { path: { id: task.id } } }));

// A sync, to Tollgate: the other system's ID of a contact decides whether it is made or changed.
const grace = { external_source: 'erp', external_id: randomUUID() };
const upsert = async (name: string) => data(await client.POST('/v1/contacts', {
    params: { query: { on_existing: 'update' }, header: { 'Idempotency-Key': randomUUID() } },
    body: { name, ...grace },
}));
const synced = [await upsert('Grace'), await upsert('Grace Hopper')];
const found = data(await client.GET('/v1/contacts', { params: { query: grace } })).map(one => one.name);

data(await client.DELETE('/v1/contacts/{id}', {
    params: { path: { id: synced[0]!.id }, header: { 'Idempotency-Key': randomUUID() } },
}));

/** A list of changes, to its end, and where the next one begins. */
async function changes(query: { updated_since?: string; deleted?: boolean }) {
    const contacts: Contact[] = [];
    const deleted: string[] = [];
    for (let cursor: string | undefined; ;) {
        const { data: page, error } = await client.GET('/v1/contacts', { params: { query: { ...query, limit: 100, cursor } } });
        if (page === undefined) {
            throw new Error(`${error.code}: ${error.detail}`);
        }
        contacts.push(...page.data);
        deleted.push(...(page.deleted ?? []).flatMap(one => one.external_id ?? []));
        cursor = page.next_cursor;
        if (cursor === undefined) {
            return { contacts, deleted, until: page.updated_until };
        }
    }
}

/** Gives a contact the ID that it got in erp; false if somebody changed it meanwhile: the next round lists it again. */
async function link(contact: Contact): Promise<boolean> {
    const answer = await client.PATCH('/v1/contacts/{id}', {
        params: {
            path: { id: contact.id },
            header: { 'Idempotency-Key': randomUUID(), 'If-Match': `"${contact.version}"` },
        },
        body: { external_source: 'erp', external_id: randomUUID() },
    });
    return answer.response.status !== 412 && data(answer).version > contact.version;
}

// From Tollgate, in rounds: deletions, then what others changed; the sync's own changes are the echo of its writes.
const own = data(await client.GET('/v1/workspace')).credential.id;
const linked: string[] = [];
const deleted: string[] = [];
let since: string | undefined;
for (let rounds = 1; linked.length === 0 || deleted.length === 0; rounds++) {
    if (rounds > ROUNDS_MAX) {
        throw new Error('no contact of somebody else, or no deletion');
    }
    const gone = await changes({ deleted: true, updated_since: since });
    deleted.push(...gone.deleted);
    const changed = await changes({ updated_since: since ?? '1970-01-01' });
    for (const contact of changed.contacts) {
        if (contact.last_actor !== own && contact.external_id === undefined && await link(contact)) {
            linked.push(contact.name);
        }
    }
    since = gone.until;
    await setTimeout(ROUND_MS);
}

// All pages of a list.
const titles: string[] = [];
for (let cursor: string | undefined; ;) {
    const page = await client.GET('/v1/tasks', {
        params: { query: { contact_id: contact.id, limit: 1, cursor } },
    });
    titles.push(...data(page).map(one => one.title));
    cursor = page.data?.next_cursor;
    if (cursor === undefined) {
        break;
    }
}

const missing = await client.GET('/v1/contacts/{id}', { params: { path: { id: 'con_01m8afqfxperet0m4s2pngpy3a' } } });
console.log(JSON.stringify({
    contact: contact.id, status: read.status, titles, found, linked,
    synced: synced.map(one => one.version), deleted: deleted.length, missing: missing.error?.code,
}));
