package io.github.phonelatch.tools.mover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** As much of Keycloak's admin interface as moving in needs, with a realm {@code school}, and ways to misbehave. */
final class FakeKeycloak implements AutoCloseable {
    static final String SECRET = "not-for-any-log";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By e-mail address. */
    final Map<String, JsonNode> users = new LinkedHashMap<>();
    /** Ids that accounts of other realms have. */
    final Set<String> idsElsewhere = new HashSet<>();
    /** Addresses that cannot be stored, for a reason that only a log tells. */
    final Set<String> poison = new HashSet<>();
    /** What the next imports are answered instead, each once. */
    final Deque<Integer> importFaults = new ArrayDeque<>();
    /** What the next token requests are answered instead, each once. */
    final Deque<Integer> tokenFaults = new ArrayDeque<>();

    final List<Integer> importSizes = new ArrayList<>();
    final List<String> tokenForms = new ArrayList<>();
    int tokenLife = 60;
    boolean bcrypt = true;
    boolean tokensAreRefused;
    boolean takesImportsAndSaysNothing;

    private final Set<String> goodTokens = new HashSet<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    FakeKeycloak() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All tokens that were given out are bad from now on. */
    synchronized void forgetTokens() {
        goodTokens.clear();
    }

    synchronized JsonNode user(String email) {
        return users.get(email);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/protocol/openid-connect/token")) {
                token(exchange, body);
                return;
            }
            String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (tokensAreRefused || !goodTokens.contains(bearer.replace("Bearer ", ""))) {
                answer(exchange, 401, JSON.createObjectNode());
            } else if (path.equals("/admin/serverinfo")) {
                ObjectNode info = JSON.createObjectNode();
                ObjectNode hashes = info.putObject("providers")
                        .putObject("password-hashing")
                        .putObject("providers");
                hashes.putObject("argon2");
                if (bcrypt) {
                    hashes.putObject("bcrypt");
                }
                answer(exchange, 200, info);
            } else {
                realm(exchange, path.replace("/admin/realms/", ""), body);
            }
        }
    }

    private void token(HttpExchange exchange, String form) throws IOException {
        tokenForms.add(form);
        Integer fault = tokenFaults.poll();
        if (fault != null) {
            answer(exchange, fault, JSON.createObjectNode());
        } else if (!form.contains(SECRET)) {
            answer(
                    exchange,
                    401,
                    JSON.createObjectNode()
                            .put("error", "invalid_grant")
                            .put("error_description", "Invalid user credentials"));
        } else {
            String token = "token-" + tokenForms.size();
            goodTokens.add(token);
            answer(
                    exchange,
                    200,
                    JSON.createObjectNode().put("access_token", token).put("expires_in", tokenLife));
        }
    }

    private void realm(HttpExchange exchange, String path, String body) throws IOException {
        switch (path) {
            case "school" -> {
                ObjectNode realm = JSON.createObjectNode();
                realm.putObject("defaultRole").put("name", "default-roles-school");
                answer(exchange, 200, realm);
            }
            case "school/group-by-path/students" -> answer(exchange, 200, JSON.createObjectNode());
            case "school/default-groups" -> {
                ArrayNode groups = JSON.createArrayNode();
                groups.addObject().put("path", "/everybody");
                answer(exchange, 200, groups);
            }
            case "school/authentication/required-actions" -> {
                ArrayNode actions = JSON.createArrayNode();
                action(actions, "TERMS", true, true);
                action(actions, "DISABLED", false, true);
                action(actions, "ON_DEMAND", true, false);
                answer(exchange, 200, actions);
            }
            case "school/partialImport" -> partialImport(exchange, JSON.readTree(body));
            case "school/users" -> {
                String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
                ArrayNode found = JSON.createArrayNode();
                JsonNode user = users.get(query.substring(query.lastIndexOf('=') + 1));
                if (user != null) {
                    found.add(user);
                }
                answer(exchange, 200, found);
            }
            default -> {
                JsonNode user = path.startsWith("school/users/") ? byId(path.substring(13)) : null;
                answer(exchange, user == null ? 404 : 200, user == null ? JSON.createObjectNode() : user);
            }
        }
    }

    private static void action(ArrayNode actions, String alias, boolean enabled, boolean byDefault) {
        actions.addObject().put("alias", alias).put("enabled", enabled).put("defaultAction", byDefault);
    }

    private JsonNode byId(String id) {
        return users.values().stream()
                .filter(user -> user.get("id").asText().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** All of it or nothing, as Keycloak does. */
    private void partialImport(HttpExchange exchange, JsonNode content) throws IOException {
        JsonNode people = content.get("users");
        importSizes.add(people.size());
        Integer fault = importFaults.poll();
        if (fault != null) {
            answer(exchange, fault, JSON.createObjectNode().put("errorMessage", "scripted"));
            return;
        }
        Map<String, JsonNode> added = new LinkedHashMap<>();
        ArrayNode results = JSON.createArrayNode();
        for (JsonNode person : people) {
            String email = person.get("email").asText();
            String id = person.get("id").asText();
            JsonNode there = users.get(email);
            if (there != null && content.get("ifResourceExists").asText().equals("SKIP")) {
                result(results, "SKIPPED", email, there.get("id").asText());
            } else if (there != null || byId(id) != null || idsElsewhere.contains(id)) {
                answer(exchange, 409, JSON.createObjectNode().put("errorMessage", "Duplicate resource error"));
                return;
            } else if (poison.contains(email)) {
                answer(exchange, 500, JSON.createObjectNode().put("error", "unknown_error"));
                return;
            } else {
                added.put(email, person);
                result(results, "ADDED", email, id);
            }
        }
        users.putAll(added);
        ObjectNode done = JSON.createObjectNode();
        if (!takesImportsAndSaysNothing) {
            done.set("results", results);
        }
        answer(exchange, 200, done);
    }

    private static void result(ArrayNode results, String action, String name, String id) {
        results.addObject().put("action", action).put("resourceName", name).put("id", id);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
