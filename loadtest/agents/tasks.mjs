// Typical tasks of an agent as fixed calls, no model: node tasks.mjs URL list|discovery COUNT. The token is in
// TOLLGATE_TOKEN; the workspace is empty. Prints one line of JSON: what the model reads before it begins (instructions
// and tools), and what it writes and reads in each task. A task that does not end as it should ends the program.
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import * as content from './content.mjs';
import * as numbers from './numbers.mjs';
import * as sales from './sales.mjs';
import * as service from './service.mjs';

const ROLES = [sales, service, content, numbers];
const WORDS = Object.assign({}, ...ROLES.map(role => role.WORDS));
const TASKS = Object.assign({}, ...ROLES.map(role => role.TASKS));

const [url, mode, count] = process.argv.slice(2);
const endpoint = new URL(url);
if (mode === 'discovery') {
    endpoint.searchParams.set('discover', 'true');
}
const client = new Client({ name: 'tasks', version: '1' });
await client.connect(new StreamableHTTPClientTransport(endpoint, {
    requestInit: { headers: { Authorization: `Bearer ${process.env.TOLLGATE_TOKEN}` } },
}));

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

    /** The only record of a list. */
    async one(name, args) {
        const found = await this.call(name, args);
        assert.equal(found.length, 1, `${this.task}: ${name} finds ${found.length}`);
        return found[0];
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

/** All pages of the list. */
async function tools() {
    const all = [];
    let cursor;
    do {
        const page = await client.listTools(cursor ? { cursor } : {});
        all.push(...page.tools);
        cursor = page.nextCursor;
    } while (cursor);
    return all;
}

// What is there before. Every tool may be called by its own name in either mode.
const before = new Conversation('before');
const there = async (name, args) => {
    const answer = await before.message(name, args);
    assert.ok(!answer.isError, `before: ${name}: ${text(answer)}`);
    return JSON.parse(text(answer)).data;
};
for (const role of ROLES) {
    await role.prepare(there);
}

const report = { instructions: client.getInstructions() ?? '', tools: await tools(), tasks: [] };
for (const [name, steps] of Object.entries(TASKS).slice(0, Number(count))) {
    const task = new Conversation(name);
    await steps(task);
    report.tasks.push({ task: name, sent: task.sent, read: task.read });
}
await client.close();
console.log(JSON.stringify(report));
