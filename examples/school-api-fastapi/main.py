"""A school's API that trusts Keycloak's tokens: who may call what is said beside each endpoint, by `auth` and `roles`."""

import os

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer

from keys import Away, Keys

ISSUER = os.environ.get("SCHOOL_ISSUER", "http://localhost:8080/realms/school")
AUDIENCE = os.environ.get("SCHOOL_AUDIENCE", "school-api")
ORIGINS = os.environ.get("SCHOOL_ALLOWED_ORIGINS", "http://localhost:8081,http://localhost:8083").split(",")

app = FastAPI(title="School API")
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_methods=["GET"], allow_headers=["Authorization"],
                   expose_headers=["WWW-Authenticate"])
keys = Keys(ISSUER + "/protocol/openid-connect/certs")


class Refused(Exception):
    """A good token that does not do (RFC 9457)."""

    def __init__(self, name, title):
        self.problem = {"type": "urn:school:problem:" + name, "title": title, "status": 403}


@app.exception_handler(Refused)
def refused(_, refusal):
    return JSONResponse(refusal.problem, 403, {"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
                        media_type="application/problem+json")


def believed(credentials=Depends(HTTPBearer(auto_error=False))):
    """The claims of the caller's token, if this realm made it for this API and its time is not over."""
    if credentials is None:
        raise HTTPException(401, "No token", {"WWW-Authenticate": "Bearer"})
    token = credentials.credentials
    try:
        key = keys.named(jwt.get_unverified_header(token).get("kid"))
        return jwt.decode(token, key, algorithms=["RS256"], issuer=ISSUER, audience=AUDIENCE, leeway=30,
                          options={"require": ["exp", "iat", "iss", "aud", "sub"]})
    except Away as away:
        raise HTTPException(503, "Keycloak does not answer", {"Retry-After": "5"}) from away
    except jwt.PyJWTError as error:
        raise HTTPException(401, "Bad token", {"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error


def roles_of(claims):
    return sorted(claims.get("realm_access", {}).get("roles", []))


auth = Depends(believed)


def roles(*allowed):
    """Only for people with one of these roles and a verified phone, or none where the school says so. The phone comes
    first: a token from before it was verified may lack the role for just that reason. Without the extension in Keycloak
    the claim is absent."""

    def check(claims=auth):
        if claims.get("phone_number_verified") is not True and "phone-exempt" not in roles_of(claims):
            raise Refused("phone-not-verified", "Verify your phone number first")
        if not set(allowed) & set(roles_of(claims)):
            raise Refused("role-missing", "Your role does not give access to this")
        return claims

    return Depends(check)


@app.get("/health")
def health():
    return {"status": "UP"}


@app.get("/api/me")
def me(claims=auth):
    return {"name": claims.get("name"), "email": claims.get("email"), "roles": roles_of(claims),
            "phone_number_verified": claims.get("phone_number_verified") is True}


@app.get("/api/students/timetable", dependencies=[roles("student")])
def timetable():
    return {"form": "10B", "week": "A", "lessons": [
        {"day": "Monday", "time": "08:40", "subject": "Mathematics", "room": "M2", "teacher": "Ms Okafor"},
        {"day": "Tuesday", "time": "09:45", "subject": "Chemistry", "room": "Lab 1", "teacher": "Mr Lindqvist"}]}


@app.get("/api/teachers/classes", dependencies=[roles("teacher")])
def classes():
    return {"term": "Autumn", "classes": [
        {"name": "7A", "subject": "Mathematics", "room": "M1", "pupils": 28},
        {"name": "10B", "subject": "Mathematics", "room": "M2", "pupils": 24}]}
