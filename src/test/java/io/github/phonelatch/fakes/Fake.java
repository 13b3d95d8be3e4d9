package io.github.phonelatch.fakes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/**
 * A stand-in for one of Keycloak's wide interfaces that answers the few methods named, by name. Default methods run as they
 * are; any other call is an error, so that no test passes on an answer nobody gave.
 */
public final class Fake<T> {
    private final Class<T> type;
    private final Map<String, Function<Object[], Object>> answers = new HashMap<>();

    private Fake(Class<T> type) {
        this.type = type;
    }

    public static <T> Fake<T> of(Class<T> type) {
        return new Fake<>(type);
    }

    /** A session of Keycloak's that keeps what is put on it. */
    public static Fake<KeycloakSession> session() {
        Map<String, Object> attributes = new HashMap<>();
        return of(KeycloakSession.class)
                .on("getAttribute", arguments -> attributes.get((String) arguments[0]))
                .on("setAttribute", arguments -> attributes.put((String) arguments[0], arguments[1]));
    }

    public Fake<T> on(String method, Function<Object[], Object> answer) {
        answers.put(method, answer);
        return this;
    }

    public Fake<T> returning(String method, Object value) {
        return on(method, arguments -> value);
    }

    public T make() {
        Object identity = new Object();
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object[] given = arguments == null ? new Object[0] : arguments;
            Function<Object[], Object> answer = answers.get(method.getName());
            if (answer != null) {
                return answer.apply(given);
            }
            return switch (method.getName()) {
                case "equals" -> proxy == given[0];
                case "hashCode" -> identity.hashCode();
                case "toString" -> "fake " + type.getSimpleName();
                default -> {
                    if (method.isDefault()) {
                        yield InvocationHandler.invokeDefault(proxy, method, given);
                    }
                    throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
                }
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
