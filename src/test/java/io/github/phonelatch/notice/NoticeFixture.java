package io.github.phonelatch.notice;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneChange;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.enterprise.context.ContextNotActiveException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.SingleUseObjectProvider;

/** A realm that tells people, a student with an address, and a store that all sessions share. */
final class NoticeFixture {
    static final String ADDRESS = "sofia@school.example";
    static final PhoneNumber NUMBER = PhoneNumber.ofE164("+447400123456").orElseThrow();

    final FakeRealm realm = new FakeRealm("school").setting("notify-by-email", "true");
    final FakeUser student = new FakeUser("sofia").attribute("email", ADDRESS).attribute("locale", "ar");
    final Map<String, Long> stored = new HashMap<>();
    final List<KeycloakTransaction> afterCompletion = new ArrayList<>();
    final AtomicInteger sessions = new AtomicInteger();

    /** A session on any node. */
    KeycloakSession session() {
        KeyWrapper key = new KeyWrapper();
        key.setKid("k");
        key.setSecretKey(new SecretKeySpec("a key for tests".getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        KeycloakContext context = Fake.of(KeycloakContext.class)
                .on("getUri", arguments -> {
                    throw new ContextNotActiveException();
                })
                .make();
        KeycloakTransactionManager transactions = Fake.of(KeycloakTransactionManager.class)
                .on("enlistAfterCompletion", arguments -> afterCompletion.add((KeycloakTransaction) arguments[0]))
                .make();
        SingleUseObjectProvider objects = Fake.of(SingleUseObjectProvider.class)
                .on("putIfAbsent", arguments -> stored.putIfAbsent((String) arguments[0], (Long) arguments[1]) == null)
                .make();
        return Fake.of(KeycloakSession.class)
                .returning(
                        "keys",
                        Fake.of(KeyManager.class)
                                .returning("getActiveKey", key)
                                .on("getKeysStream", arguments -> Stream.of())
                                .make())
                .returning("getContext", context)
                .returning("getTransactionManager", transactions)
                .returning("singleUseObjects", objects)
                .returning(
                        "getKeycloakSessionFactory",
                        Fake.of(KeycloakSessionFactory.class)
                                .on("create", arguments -> {
                                    sessions.incrementAndGet();
                                    throw new IllegalStateException("no session for this test");
                                })
                                .make())
                .make();
    }

    PhoneChange change(PhoneChange.Kind kind) {
        return change(student, kind);
    }

    PhoneChange change(FakeUser user, PhoneChange.Kind kind) {
        return new PhoneChange(session(), realm.model(), user.model(), kind, Optional.of(NUMBER), Optional.empty());
    }
}
