package io.github.phonelatch.tools.mover;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands people to Keycloak. One that Keycloak does not take fails its whole batch, so a failed batch is halved until that one
 * stands alone, and then Keycloak is asked why. Thread-safe.
 */
final class Importer implements MoveIn.Destination {
    /** How often a single person is handed over: what fails once may be another import's lock, or one still running. */
    private static final int ATTEMPTS = 3;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** So many refused one after the other for no reason that can be named: then it is not about the people. */
    private static final int UNEXPLAINED_IN_A_ROW = 20;

    private final AdminApi api;
    private final TargetRealm realm;
    private final Report report;
    private final Tally tally;
    private final Pause pause;
    private final AtomicInteger unexplained = new AtomicInteger();

    Importer(AdminApi api, TargetRealm realm, Report report, Tally tally, Pause pause) {
        this.api = api;
        this.realm = realm;
        this.report = report;
        this.tally = tally;
        this.pause = pause;
    }

    @Override
    public void move(List<Registrant> people) throws Stopped, InterruptedException {
        Reply reply = api.post(realm.importPath(), realm.partialImport(people));
        if (reply.ok()) {
            count(people, reply.body());
        } else if (reply.status() == 403) {
            throw TargetRealm.notAllowed();
        } else if (reply.status() == 404) {
            throw new Stopped("Keycloak knows no realm " + realm.name());
        } else if (people.size() > 1) {
            int half = people.size() / 2;
            move(people.subList(0, half));
            move(people.subList(half, people.size()));
        } else {
            alone(people.get(0), reply);
        }
    }

    /** Somebody whom Keycloak did not take. */
    private void alone(Registrant person, Reply refusal) throws Stopped, InterruptedException {
        Reply last = refusal;
        for (int tried = 1; tried < ATTEMPTS; tried++) {
            Optional<Existing> existing = existing(person);
            if (existing.isPresent()) {
                count(person, existing.get());
                return;
            }
            pause.pause(BETWEEN_ATTEMPTS);
            last = api.post(realm.importPath(), realm.partialImport(List.of(person)));
            if (last.ok()) {
                count(List.of(person), last.body());
                return;
            }
        }
        if (last.status() == 409) {
            refuse(person, Fault.of(Column.ID, "is that of an account of another realm of this Keycloak"));
            return;
        }
        if (unexplained.incrementAndGet() >= UNEXPLAINED_IN_A_ROW) {
            throw new Stopped("Keycloak refuses one row after the other (" + last.reason() + "): its log says why");
        }
        refuse(person, Fault.row("was refused by Keycloak (" + last.reason() + "): its log says why"));
    }

    /** What an account that is there already means for a person. */
    private sealed interface Existing {
        record There() implements Existing {}

        record InTheWay(Fault fault) implements Existing {}
    }

    private Optional<Existing> existing(Registrant person) throws Stopped, InterruptedException {
        Reply byId = api.get(realm.usersPath() + "/" + person.id());
        if (byId.ok()) {
            return Optional.of(
                    byId.body().path("email").asText().equalsIgnoreCase(person.email())
                            ? new Existing.There()
                            : new Existing.InTheWay(
                                    Fault.of(Column.ID, "is that of an account with another e-mail address")));
        }
        for (String field : List.of("email", "username")) {
            JsonNode found = api.get(realm.usersPath() + "?exact=true&" + field + "=" + AdminApi.encode(person.email()))
                    .body();
            if (found.size() > 0) {
                return Optional.of(taken(found.get(0).path("id").asText()));
            }
        }
        return Optional.empty();
    }

    private static Existing taken(String id) {
        return new Existing.InTheWay(Fault.of(Column.EMAIL, "is that of another account, " + id));
    }

    private void count(List<Registrant> people, JsonNode answer) throws Stopped {
        Map<String, JsonNode> results = new HashMap<>();
        answer.path("results")
                .forEach(result -> results.put(result.path("resourceName").asText(), result));
        for (Registrant person : people) {
            JsonNode result = results.get(person.email());
            if (result == null) {
                throw new Stopped("Keycloak's answer does not say what became of line " + person.line());
            }
            String id = result.path("id").asText();
            if (result.path("action").asText().equals("ADDED")) {
                movedIn(person);
            } else if (id.equals(person.id().toString())) {
                count(person, new Existing.There());
            } else {
                count(person, taken(id));
            }
        }
    }

    private void movedIn(Registrant person) throws Stopped {
        unexplained.set(0);
        tally.movedIn.incrementAndGet();
        if (person.phoneUnreadable()) {
            tally.withoutPhone.incrementAndGet();
            report.add(
                    person.line(),
                    Report.Outcome.LEFT_OUT,
                    Fault.of(Column.PHONE, "is no phone number; the person moved in without one"));
        }
    }

    private void count(Registrant person, Existing existing) throws Stopped {
        unexplained.set(0);
        if (existing instanceof Existing.InTheWay inTheWay) {
            refuse(person, inTheWay.fault());
        } else {
            tally.alreadyThere.incrementAndGet();
        }
    }

    private void refuse(Registrant person, Fault fault) throws Stopped {
        tally.refused.incrementAndGet();
        report.add(person.line(), Report.Outcome.REFUSED, fault);
    }
}
