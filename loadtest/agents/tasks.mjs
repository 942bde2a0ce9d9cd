// Typical tasks of an agent as fixed calls, no model: node tasks.mjs URL list|discovery COUNT. The token is in
// TOLLGATE_TOKEN; the workspace is empty. Prints one line of JSON: what the model reads before it begins (instructions
// and tools), and what it writes and reads in each task. A task that does not end as it should ends the program.
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, mode, count] = process.argv.slice(2);
const endpoint = new URL(url);
if (mode === 'discovery') {
    endpoint.searchParams.set('discover', 'true');
}
const client = new Client({ name: 'tasks', version: '1' });
await client.connect(new StreamableHTTPClientTransport(endpoint, {
    requestInit: { headers: { Authorization: `Bearer ${process.env.TOLLGATE_TOKEN}` } },
}));

// What a model searches for when it needs a tool.
const WORDS = {
    complete_task: 'complete a task',
    create_contact: 'create a contact',
    create_contacts: 'create several contacts',
    create_deal: 'create a deal',
    create_note: 'write a note about a deal',
    create_task: 'create a task to follow up',
    create_tasks: 'create several tasks',
    delete_contact: 'delete a contact',
    get_workspace: 'what this credential may do',
    list_deals: 'list deals',
    list_tasks: 'list tasks',
    log_activity: 'log a phone call',
    search_activities: 'history of a contact',
    search_companies: 'find a company',
    search_contacts: 'find a contact',
    update_contact: 'change a contact',
    update_deal: 'move a deal to another stage',
    update_task: 'change a task',
};

/** One task: what the model writes and reads. In discovery it searches for a tool that it has not seen in the task. */
class Conversation {
    sent = [];
    read = [];
    seen = new Set();
    writes = 0;

    constructor(task) {
        this.task = task;
    }

    /** The data of a call that succeeds. */
    async call(name, args) {
        const answer = await this.answer(name, args);
        assert.ok(!answer.isError, `${this.task}: ${name}: ${text(answer)}`);
        return JSON.parse(text(answer)).data;
    }

    /** A write, with the idempotency key that the instructions ask for. */
    async write(name, args) {
        this.writes++;
        return this.call(name, { ...args, idempotency_key: `${this.task}, ${this.writes}` });
    }

    /** The problem of a call that is refused. */
    async refused(name, args) {
        const answer = await this.answer(name, args);
        assert.ok(answer.isError, `${this.task}: ${name} is not refused`);
        return JSON.parse(text(answer));
    }

    async answer(name, args) {
        if (mode === 'list') {
            return this.message(name, args);
        }
        if (!this.seen.has(name)) {
            const found = JSON.parse(text(await this.message('search_tools', { query: WORDS[name] }))).data;
            found.forEach(tool => this.seen.add(tool.name));
            assert.ok(this.seen.has(name), `"${WORDS[name]}" finds ${[...this.seen]}, not ${name}`);
        }
        return this.message('call_tool', { name, arguments: args });
    }

    async message(name, args) {
        const answer = await client.callTool({ name, arguments: args });
        this.sent.push(JSON.stringify({ name, arguments: args }));
        this.read.push(text(answer));
        return answer;
    }
}

function text(answer) {
    return answer.content.map(part => part.text).join('\n');
}

/** How tasks and activities relate to a contact. */
function about(contact) {
    return { contact_id: contact.id };
}

// What is there before. Every tool may be called by its own name in either mode.
const before = new Conversation('before');
const there = async (name, args) => JSON.parse(text(await before.message(name, args))).data;
for (const [at, [name, outcome]] of [['Open', 'open'], ['Negotiation', 'open'], ['Won', 'won'], ['Lost', 'lost']].entries()) {
    await there('create_deal_stage', { name, outcome, position: at });
}
const company = await there('create_company', { name: 'Analytical Engines', domain: 'engines.example' });
const ada = await there('create_contact', {
    name: 'Ada Lovelace', email: 'ada@engines.example', phone: '+44 20 7946 0100', company_id: company.id,
});
await there('create_contact', { name: 'Grace Hopper', email: 'grace@example.org' });
await there('create_contact', { name: 'Grace Hopper', email: 'grace.hopper@example.org' });
for (const title of ['Yearly licence', 'Renewal', 'Pilot']) {
    await there('create_deal', {
        title, stage: 'Open', contact_id: ada.id, company_id: company.id, amount_cents: 1200000, currency: 'EUR',
    });
}
for (const title of ['Send the contract', 'Ask for a reference', 'Prepare the demo', 'Check the invoice']) {
    await there('create_task', { title, due_at: '2030-12-02', assignee: 'grace@example.org', ...about(ada) });
}
await there('log_activity', { type: 'email', summary: 'Sent the price list', ...about(ada) });

const one = async (task, name, args) => {
    const found = await task.call(name, args);
    assert.equal(found.length, 1, `${task.task}: ${name} finds ${found.length}`);
    return found[0];
};

const TASKS = {
    'find out what may be done': async task => {
        assert.ok((await task.call('get_workspace', {})).now);
    },
    'find a contact and log a call': async task => {
        const contact = await one(task, 'search_contacts', { query: 'ada' });
        await task.write('log_activity', { type: 'call', summary: 'Agreed on the price', ...about(contact) });
    },
    'find out who has an e-mail address': async task => {
        assert.equal((await one(task, 'search_contacts', { email: 'ada@engines.example' })).name, 'Ada Lovelace');
    },
    'change a phone number': async task => {
        const contact = await one(task, 'search_contacts', { query: 'lovelace' });
        await task.write('update_contact', { id: contact.id, phone: '+44 20 7946 0199' });
    },
    'create a contact at a company': async task => {
        const found = await one(task, 'search_companies', { query: 'engines' });
        await task.write('create_contact', { name: 'Charles Babbage', email: 'charles@engines.example', company_id: found.id });
    },
    'delete a duplicate contact': async task => {
        const found = await task.call('search_contacts', { name: 'Grace Hopper' });
        assert.equal(found.length, 2);
        await task.write('delete_contact', { id: found[0].id });
    },
    'open a deal for a contact': async task => {
        const contact = await one(task, 'search_contacts', { query: 'ada' });
        await task.write('create_deal', {
            title: 'Training', stage: 'Open', contact_id: contact.id, amount_cents: 300000, currency: 'EUR',
        });
    },
    'move a deal to another stage': async task => {
        const deal = await one(task, 'list_deals', { query: 'licence' });
        assert.equal((await task.write('update_deal', { id: deal.id, stage: 'Negotiation' })).status, 'open');
    },
    'win a deal and say why': async task => {
        const deal = await one(task, 'list_deals', { query: 'renewal' });
        const changed = await task.write('update_deal', { id: deal.id, stage: 'Won', close_reason: 'Price' });
        assert.equal(changed.status, 'won');
    },
    'list the open deals of a company': async task => {
        const found = await one(task, 'search_companies', { query: 'analytical' });
        assert.equal((await task.call('list_deals', { company_id: found.id, status: 'open' })).length, 2);
    },
    'write a note about a deal': async task => {
        const deal = await one(task, 'list_deals', { query: 'licence' });
        await task.write('create_note', { deal_id: deal.id, body: 'They need an answer before the board meets.' });
    },
    'read the history of a contact': async task => {
        const contact = await one(task, 'search_contacts', { query: 'ada' });
        assert.equal((await task.call('search_activities', about(contact))).length, 2);
    },
    'follow up on Friday': async task => {
        const contact = await one(task, 'search_contacts', { query: 'ada' });
        await task.write('create_task', { title: 'Send the offer to Ada', due_at: '2030-12-06', ...about(contact) });
    },
    'list open tasks of a person': async task => {
        assert.equal((await task.call('list_tasks', { status: 'open', assignee: 'grace@example.org' })).length, 4);
    },
    'complete a task with its result': async task => {
        const found = await one(task, 'list_tasks', { query: 'contract' });
        await task.write('complete_task', { id: found.id, completed_note: 'Signed.' });
    },
    'postpone a task': async task => {
        const found = await one(task, 'list_tasks', { query: 'reference' });
        await task.write('update_task', { id: found.id, due_at: '2030-12-09' });
    },
    'hand a task to somebody else': async task => {
        const found = await one(task, 'list_tasks', { query: 'demo' });
        await task.write('update_task', { id: found.id, assignee: 'charles@engines.example' });
    },
    'create five tasks at once': async task => {
        const items = ['Book a room', 'Invite all', 'Print badges', 'Order lunch', 'Test the projector'];
        assert.equal((await task.write('create_tasks', { items: items.map(title => ({ title })) })).length, 5);
    },
    'correct a wrong argument': async task => {
        const { field_errors: faults } = await task.refused('create_contact', { name: 'Mary Jackson', mail: 'mary@example.org' });
        assert.match(faults[0].message, /email/);
        await task.write('create_contact', { name: 'Mary Jackson', email: 'mary@example.org' });
    },
    'find Ada, log a call, follow up, move the deal': async task => {
        const contact = await one(task, 'search_contacts', { query: 'ada' });
        await task.write('log_activity', { type: 'call', summary: 'Ada wants the pilot', ...about(contact) });
        await task.write('create_task', { title: 'Start the pilot', due_at: '2030-12-06', ...about(contact) });
        const deal = await one(task, 'list_deals', { query: 'pilot' });
        await task.write('update_deal', { id: deal.id, stage: 'Negotiation' });
    },
};

const report = { instructions: client.getInstructions() ?? '', tools: (await client.listTools()).tools, tasks: [] };
for (const [name, steps] of Object.entries(TASKS).slice(0, Number(count))) {
    const task = new Conversation(name);
    await steps(task);
    report.tasks.push({ task: name, sent: task.sent, read: task.read });
}
await client.close();
console.log(JSON.stringify(report));
