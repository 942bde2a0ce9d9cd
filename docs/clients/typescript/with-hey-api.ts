// A contact, a task about them, both read again, and a two-way sync of contacts: with the functions that
// @hey-api/openapi-ts generates.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { client } from './generated/sdk/client.gen.js';
import {
    createContact, createTask, deleteContact, getContact, getTask, getWorkspace, listTasks, searchContacts,
    updateContact,
} from './generated/sdk/sdk.gen.js';
import type { Contact } from './generated/sdk/types.gen.js';

/** A real sync waits for minutes between two rounds. */
const ROUND_MS = 100;
const ROUNDS_MAX = 100;

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

// A sync, to Tollgate: the other system's ID of a contact decides whether it is made or changed.
const grace = { external_source: 'erp', external_id: randomUUID() };
const upsert = async (name: string) => data(await createContact({
    query: { on_existing: 'update' },
    headers: { 'Idempotency-Key': randomUUID() },
    body: { name, ...grace },
    throwOnError: true,
}));
const synced = [await upsert('Grace'), await upsert('Grace Hopper')];
const found = (await searchContacts({ query: grace, throwOnError: true })).data.data.map(one => one.name);

await deleteContact({
    path: { id: synced[0]!.id },
    headers: { 'Idempotency-Key': randomUUID() },
    throwOnError: true,
});

/** A list of changes, to its end, and where the next one begins. */
async function changes(query: { updated_since?: string; deleted?: boolean }) {
    const contacts: Contact[] = [];
    const deleted: string[] = [];
    for (let cursor: string | undefined; ;) {
        const page = (await searchContacts({ query: { ...query, limit: 100, cursor }, throwOnError: true })).data;
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
    const answer = await updateContact({
        path: { id: contact.id },
        headers: { 'Idempotency-Key': randomUUID(), 'If-Match': `"${contact.version}"` },
        body: { external_source: 'erp', external_id: randomUUID() },
    });
    if (answer.data === undefined && answer.error?.status !== 412) {
        throw new Error(`${answer.error?.code}: ${answer.error?.detail}`);
    }
    return answer.data !== undefined && data({ data: answer.data }).version > contact.version;
}

// From Tollgate, in rounds: deletions, then what others changed; the sync's own changes are the echo of its writes.
const own = data(await getWorkspace({ throwOnError: true })).credential.id;
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
console.log(JSON.stringify({
    contact: contact.id, status: read.status, titles, found, linked,
    synced: synced.map(one => one.version), deleted: deleted.length, missing: missing.error?.code,
}));
