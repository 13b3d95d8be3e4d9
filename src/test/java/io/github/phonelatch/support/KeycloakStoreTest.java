package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.SingleUseObjectProvider;

/** The store's way into Keycloak: one transaction of its own, whole seconds, and every failure told. */
class KeycloakStoreTest {
    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final Map<String, Long> lifespans = new HashMap<>();
    private final List<String> transactions = new ArrayList<>();
    private boolean commitFails;
    private boolean cacheFails;
    private final KeycloakStore store = new KeycloakStore(sessions());

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1", "PT1S, 1", "PT1.001S, 2", "PT5M, 300", "PT0S, 1", "PT-5S, 1"})
    void timeToLive_isRoundedUpToASecond_andNeverNone(Duration timeToLive, long seconds) {
        store.run(entries -> {
            entries.put("put", timeToLive, Map.of("a", "b"));
            return entries.putIfAbsent("claimed", timeToLive);
        });

        assertThat(lifespans).isEqualTo(Map.of("put", seconds, "claimed", seconds));
    }

    @Test
    void calls_meanWhatTheySay() {
        store.run(entries -> {
            assertThat(entries.putIfAbsent("slot", Duration.ofSeconds(1))).isTrue();
            assertThat(entries.putIfAbsent("slot", Duration.ofSeconds(1))).isFalse();
            assertThat(entries.contains("slot")).isTrue();
            entries.put("record", Duration.ofSeconds(1), Map.of("a", "b"));
            assertThat(entries.get("record")).contains(Map.of("a", "b"));
            assertThat(entries.get("nothing")).isEmpty();
            assertThat(entries.remove("slot")).isTrue();
            assertThat(entries.remove("slot")).isFalse();
            return true;
        });

        assertThat(transactions).containsExactly("begin", "close");
    }

    @Test
    void eachRun_isATransactionOfItsOwn() {
        store.run(entries -> 1);
        store.run(entries -> 2);

        assertThat(transactions).containsExactly("begin", "close", "begin", "close");
    }

    @Test
    void failingCall_isAStoreFailure_andRollsBack() {
        cacheFails = true;

        assertThatThrownBy(() -> store.run(entries -> entries.contains("any"))).isInstanceOf(StoreException.class);
        assertThat(transactions).containsExactly("begin", "rollback-only", "close");
    }

    @Test
    void failingCommit_isAStoreFailure_thoughTheWorkHadItsResult() {
        commitFails = true;

        assertThatThrownBy(() -> store.run(entries -> "secret"))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("secret");
    }

    private KeycloakSessionFactory sessions() {
        return fake(KeycloakSessionFactory.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "create" -> session();
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private KeycloakSession session() {
        Map<Object, Object> attributes = new HashMap<>();
        KeycloakTransactionManager transaction =
                fake(KeycloakTransactionManager.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "begin" -> note("begin");
                    case "setRollbackOnly" -> note("rollback-only");
                    default -> throw new UnsupportedOperationException(method.toString());
                });
        return fake(KeycloakSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getTransactionManager" -> transaction;
            case "singleUseObjects" -> fake(SingleUseObjectProvider.class, this::singleUse);
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> {
                attributes.put(arguments[0], arguments[1]);
                yield null;
            }
            case "close" -> {
                transactions.add("close");
                if (commitFails) {
                    throw new IllegalStateException("did not commit");
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private Object singleUse(Object proxy, Method method, Object[] arguments) {
        if (cacheFails) {
            throw new IllegalStateException("no cache");
        }
        String key = (String) arguments[0];
        return switch (method.getName()) {
            case "putIfAbsent" -> {
                lifespans.put(key, (Long) arguments[1]);
                yield objects.putIfAbsent(key, Map.of()) == null;
            }
            case "put" -> {
                lifespans.put(key, (Long) arguments[1]);
                @SuppressWarnings("unchecked") // put(String, long, Map<String, String>)
                Map<String, String> notes = (Map<String, String>) arguments[2];
                objects.put(key, notes);
                yield null;
            }
            case "get" -> objects.get(key);
            case "remove" -> objects.remove(key);
            case "contains" -> objects.containsKey(key);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Object note(String event) {
        transactions.add(event);
        return null;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
