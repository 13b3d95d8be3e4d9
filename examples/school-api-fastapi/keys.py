"""The public keys of a realm, as `jwks_uri` gives them."""

import json
import logging
import math
import threading
import time
import urllib.request

import jwt

LIFE = 300
PAUSE = 5
TIMEOUT = 5


class Away(Exception):
    """A key is not known, and where to ask for it gives none."""


class Keys:
    """Keys by name (`kid`). They are fetched for the first token, when they are LIFE seconds old, and for a name that is not among
    them, since keys rotate; but not twice within PAUSE seconds, since anybody can send a token that names any key."""

    def __init__(self, url):
        self.url, self.lock = url, threading.Lock()
        self.known, self.asked, self.away = {}, -math.inf, False

    def named(self, name):
        if self.due(name):
            with self.lock:
                # Not again by those who waited for the one that asked.
                if self.due(name):
                    self.fetch()
        key = self.known.get(name)
        if key is None:
            raise Away() if self.away else jwt.InvalidTokenError("No such key")
        return key

    def due(self, name):
        return time.monotonic() - self.asked > (LIFE if name in self.known else PAUSE)

    def fetch(self):
        try:
            with urllib.request.urlopen(self.url, timeout=TIMEOUT) as answer:
                found = json.load(answer)["keys"]
            self.known = {key["kid"]: jwt.PyJWK(key).key for key in found if key.get("alg") == "RS256"}
            self.away = False
        except Exception as error:
            # Whatever it was: what is known still counts.
            self.away = True
            logging.getLogger(__name__).warning("No keys from %s: %s", self.url, error)
        self.asked = time.monotonic()
