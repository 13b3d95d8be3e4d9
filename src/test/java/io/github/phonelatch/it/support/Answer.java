package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** An HTTP answer with a JSON body, or with none. */
public record Answer(int status, JsonNode body) {
    static Answer of(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                response.statusCode(),
                type.contains("json")
                        ? Json.parse(response.body())
                        : Json.object().textNode(response.body()));
    }
}
