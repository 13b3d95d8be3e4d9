package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The provider's HTTP API. Checks go from the outside in: credentials, permission, JSON, fields, and then what the
 * {@link Provider} knows. What an unknown path or method answers is not documented: here 404 and 405 without JSON.
 */
final class ProviderApi {
    static final String ROOT = "/v1/";
    private static final String TEMPLATES = "/v1/template-configs";

    private final Provider provider;

    ProviderApi(Provider provider) {
        this.provider = provider;
    }

    Answer answer(Request request) {
        try {
            return switch (request.rawPath()) {
                case "/v1/messages" -> send(Origin.MESSAGES, request);
                case "/v1/codes" -> send(Origin.CODES, request);
                case "/v1/custom-messages" -> send(Origin.CUSTOM, request);
                case "/v1/verifications" -> verify(request);
                case TEMPLATES -> templates(request);
                default -> template(request);
            };
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private Answer send(Origin origin, Request request) throws Refusal {
        if (!request.method().equals("POST")) {
            return notAllowed("POST");
        }
        provider.sendArrived(
                request.object().flatMap(body -> Json.text(body, "to")).orElse(""));
        provider.admit(request.authorization(), KeyPermission.SEND);
        return provider.send(SendCall.read(origin, body(request)));
    }

    private Answer verify(Request request) throws Refusal {
        if (!request.method().equals("POST")) {
            return notAllowed("POST");
        }
        provider.verifyArrived(
                request.object().flatMap(body -> Json.text(body, "message_id")).orElse(""));
        provider.admit(request.authorization(), KeyPermission.VERIFY);
        ObjectNode body = body(request);
        return provider.verify(
                SendCall.required(body, "message_id", "message_id"),
                SendCall.required(body, "verify_code", "verify_code"));
    }

    private Answer templates(Request request) throws Refusal {
        boolean create = request.method().equals("POST");
        if (!create && !request.method().equals("GET")) {
            return notAllowed("GET, POST");
        }
        provider.templateCallArrived();
        provider.admit(request.authorization(), KeyPermission.TEMPLATES);
        return create
                ? provider.createTemplate(TemplateJson.read(body(request), provider.now()))
                : provider.listTemplates();
    }

    private Answer template(Request request) throws Refusal {
        String id = request.pathAfter(TEMPLATES + "/").orElse("");
        if (id.isEmpty()) {
            return Answer.of(404, "text/plain; charset=utf-8", "404 page not found\n");
        }
        boolean delete = request.method().equals("DELETE");
        if (!delete && !request.method().equals("GET")) {
            return notAllowed("GET, DELETE");
        }
        provider.templateCallArrived();
        provider.admit(request.authorization(), KeyPermission.TEMPLATES);
        return delete ? provider.deleteTemplate(id) : provider.templateDetail(id);
    }

    private static ObjectNode body(Request request) throws Refusal {
        if (!request.isJson()) {
            throw Refusal.notJson("Content-Type is application/json");
        }
        return request.object().orElseThrow(() -> Refusal.notJson("the body is not a JSON object"));
    }

    private static Answer notAllowed(String allowed) {
        return Answer.of(405, "text/plain; charset=utf-8", "405 method not allowed\n")
                .with("Allow", allowed);
    }
}
