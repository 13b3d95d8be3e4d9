package io.github.phonelatch.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One request to the provider. Prints no body, because numbers and codes are in it.
 *
 * @param path below the base URL, without a slash before it
 * @param lastSegment of the path, percent-encoded when it is sent. Null: the path is whole
 * @param body of a POST. Null: a GET
 */
public record Question(
        String path, @Nullable String lastSegment, @Nullable ObjectNode body) {

    public static Question post(String path, ObjectNode body) {
        return new Question(path, null, body);
    }

    public static Question get(String path, String lastSegment) {
        return new Question(path, lastSegment, null);
    }

    @Override
    public String toString() {
        return "Question[path=" + path + "]";
    }
}
