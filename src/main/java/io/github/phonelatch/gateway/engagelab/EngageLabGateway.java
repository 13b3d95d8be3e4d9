package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.gateway.http.HttpCalls;
import io.github.phonelatch.gateway.http.Question;
import java.util.concurrent.CompletionStage;

/** Sends and verifies through EngageLab. Each public method is one call at most. */
final class EngageLabGateway implements OtpGateway {
    private final HttpCalls calls;
    private final Answers answers;

    EngageLabGateway(HttpCalls calls) {
        this.calls = calls;
        this.answers = new Answers(calls.failures());
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        ObjectNode body = object().put("to", message.e164());
        body.putObject("template")
                .put("id", message.templateId())
                .put("language", TemplateLanguage.nearest(message.language()));
        return calls.send(message, Question.post("v1/messages", body), answers::toSend);
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        ObjectNode body = object().put("message_id", messageId).put("verify_code", code);
        return calls.verify(
                Question.post("v1/verifications", body), answer -> answers.toVerify(answer, messageId, code));
    }

    @Override
    public TemplateResult check(String templateId) {
        return calls.check(
                templateId,
                Question.get("v1/template-configs", templateId),
                answer -> answers.toTemplate(answer, templateId));
    }

    @Override
    public HttpCalls calls() {
        return calls;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
