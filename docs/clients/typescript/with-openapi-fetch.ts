// A contact, a task about them, and both read again: with types from openapi-typescript and the client openapi-fetch.
import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/types.js';

type Problem = components['schemas']['Problem'];
/** What a create answers without a new record: for dry_run=true, or one that existed, which has all fields. */
type NotCreated = { dry_run?: boolean };

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

// A sync: the other system's ID of a contact decides whether it is made or changed.
const grace = { external_source: 'erp', external_id: randomUUID() };
const upsert = async (name: string) => data(await client.POST('/v1/contacts', {
    params: { query: { on_existing: 'update' }, header: { 'Idempotency-Key': randomUUID() } },
    body: { name, ...grace },
}));
const synced = [await upsert('Grace'), await upsert('Grace Hopper')].map(one => one.version);
const found = data(await client.GET('/v1/contacts', { params: { query: grace } })).map(one => one.name);

// Its changes, from the first to the last; the last page says where to go on another time.
let until: string | undefined;
for (let cursor: string | undefined; until === undefined;) {
    const page = await client.GET('/v1/contacts', { params: { query: { updated_since: '1970-01-01', cursor } } });
    cursor = page.data?.next_cursor;
    until = page.data?.updated_until;
    if (cursor === undefined && until === undefined) {
        throw new Error('the list of changes has no end');
    }
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
console.log(JSON.stringify({ contact: contact.id, status: read.status, titles, synced, found, missing: missing.error?.code }));
