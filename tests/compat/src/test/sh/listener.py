#!/usr/bin/env python3
"""listener.py PORT FILE: takes posts and notes "EVENT MESSAGE AUTHORIZATION" of each; 503 while FILE.refuse is there."""
import http.server, json, os, sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = os.path.exists(sys.argv[2] + ".refuse")
        if not refused:
            with open(sys.argv[2], "a") as file:
                message = json.dumps(body["message"], sort_keys=True)
                print(body["event"], message, self.headers.get("Authorization", "-"), file=file, flush=True)
        self.send_response(503 if refused else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("", int(sys.argv[1])), Handler).serve_forever()
