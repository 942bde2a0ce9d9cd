// A contact, a task about them, and both read again: with the functions that @hey-api/openapi-ts generates.
import { randomUUID } from 'node:crypto';
import { client } from './generated/sdk/client.gen.js';
import { createContact, createTask, getContact, getTask, listTasks, searchContacts } from './generated/sdk/sdk.gen.js';

client.setConfig({ baseUrl: process.env.TOLLGATE_URL!, auth: process.env.TOLLGATE_TOKEN! });

/** The record that a call wrote or read, and not what a dry run answers. */
function data<S extends { data: unknown }>(answer: { data: S }): Exclude<S, { dry_run?: boolean }>['data'] {
    if ('dry_run' in answer.data) {
        throw new Error('a dry run has no record');
    }
    return answer.data.data;
}

// One key per write, made before the first try and sent again with each retry.
const contact = data(await createContact({
    headers: { 'Idempotency-Key': randomUUID() },
    body: { name: 'Ada Lovelace', email: `ada-${Date.now()}@example.org` },
    throwOnError: true,
}));
const task = data(await createTask({
    headers: { 'Idempotency-Key': randomUUID() },
    body: { title: 'Call Ada', contact_id: contact.id },
    throwOnError: true,
}));
const read = data(await getTask({ path: { id: task.id }, throwOnError: true }));

// A sync: the other system's ID of a contact decides whether it is made or changed.
const grace = { external_source: 'erp', external_id: randomUUID() };
const upsert = async (name: string) => data(await createContact({
    query: { on_existing: 'update' },
    headers: { 'Idempotency-Key': randomUUID() },
    body: { name, ...grace },
    throwOnError: true,
}));
const synced = [await upsert('Grace'), await upsert('Grace Hopper')].map(one => one.version);
const found = (await searchContacts({ query: grace, throwOnError: true })).data.data.map(one => one.name);

// All pages of a list.
const titles: string[] = [];
for (let cursor: string | undefined; ;) {
    const page = (await listTasks({
        query: { contact_id: contact.id, limit: 1, cursor },
        throwOnError: true,
    })).data;
    titles.push(...page.data.map(one => one.title));
    cursor = page.next_cursor;
    if (cursor === undefined) {
        break;
    }
}

const missing = await getContact({ path: { id: 'con_01m8afqfxperet0m4s2pngpy3a' } });
console.log(JSON.stringify({ contact: contact.id, status: read.status, titles, synced, found, missing: missing.error?.code }));
