"""Needs standardwebhooks from PyPI. WEBHOOK_SECRET is what create answered: whsec_…"""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["WEBHOOK_SECRET"])


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            # Verifies the bytes that came; parsed and written again they would be others.
            webhook.verify(body, {name.lower(): value for name, value in self.headers.items()})
            # Remember webhook-id for 32 days, a day more than tollgate.webhooks.days, and do nothing for one
            # that you know; put the rest on a queue of yours.
            print("event", self.headers["webhook-id"], flush=True)
            self.send_response(204)
        except (WebhookVerificationError, ValueError):
            self.send_response(400)
            self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver)
print("listening on", server.server_port, flush=True)
server.serve_forever()
