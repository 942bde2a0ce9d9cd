// The TypeScript client in both eras: node typescript-client.mjs URL TOKEN. Prints what it saw as one line of JSON.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, token] = process.argv.slice(2);
const seen = {};
for (const era of ['legacy', 'modern']) {
    seen[era] = await everything(era);
}
console.log(JSON.stringify(seen));

async function everything(era) {
    const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
    const client = new Client({ name: 'tests', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(url), {
        requestInit: { headers: { Authorization: `Bearer ${token}` } },
    }));
    const saw = { revision: client.getNegotiatedProtocolVersion(), server: client.getServerVersion()?.name };
    saw.tools = (await client.listTools()).tools.map(tool => tool.name);
    saw.resources = (await client.listResources()).resources.map(resource => resource.uri);
    saw.templates = (await client.listResourceTemplates()).resourceTemplates.map(template => template.uriTemplate);
    saw.prompts = (await client.listPrompts()).prompts.map(prompt => prompt.name);
    const task = await client.callTool({ name: 'create_task', arguments: { title: `From ${era}` } });
    saw.called = { isError: task.isError ?? false, title: task.structuredContent.data.title, meta: task._meta };
    const refused = await client.callTool({ name: 'list_tasks', arguments: {} });
    saw.refused = { isError: refused.isError, problem: refused._meta['dev.tollgate/problem'].code };
    saw.unknown = await code(client.callTool({ name: 'make_coffee', arguments: {} }));
    const workspace = await client.readResource({ uri: 'tollgate://workspace' });
    saw.read = JSON.parse(workspace.contents[0].text).id;
    saw.missing = await code(client.readResource({ uri: 'tollgate://coffee/cup/1' }));
    const prompt = await client.getPrompt({ name: 'explain_usage', arguments: { group_by: 'day' } });
    saw.prompt = prompt.messages[0].content.text;
    const completed = await client.complete({
        ref: { type: 'ref/prompt', name: 'explain_usage' },
        argument: { name: 'group_by', value: 'd' },
    });
    saw.completed = completed.completion.values;
    saw.progress = [];
    const batch = await client.callTool(
        { name: 'create_tasks', arguments: { items: many(100) } },
        { onprogress: progress => saw.progress.push(progress) });
    saw.batch = batch.structuredContent.data.length;
    saw.cancelled = await cancelled(client);
    saw.after = (await client.callTool({ name: 'get_workspace', arguments: {} })).isError ?? false;
    await client.close();
    return saw;
}

async function cancelled(client) {
    const stop = new AbortController();
    const call = client.callTool({ name: 'create_tasks', arguments: { items: many(100) } }, { signal: stop.signal });
    stop.abort('enough');
    return call.then(() => 'answered', () => 'rejected');
}

function many(count) {
    return Array.from({ length: count }, (_, at) => ({ title: `Task ${at}` }));
}

async function code(call) {
    return call.then(() => 'answered', error => error.code);
}
