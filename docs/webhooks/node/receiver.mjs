// Needs standardwebhooks from npm. WEBHOOK_SECRET is what create answered: whsec_…
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    // Verifies the bytes that came; parsed and written again they would be others.
    webhook.verify(Buffer.concat(chunks).toString('utf8'), request.headers)
    // Remember webhook-id for 32 days, a day more than tollgate.webhooks.days, and do nothing for one
    // that you know; put the rest on a queue of yours.
    console.log(`event ${request.headers['webhook-id']}`)
    response.writeHead(204).end()
  } catch {
    response.writeHead(400).end()
  }
})

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`listening on ${server.address().port}`))
