package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a form says, it gives one command, and only the buttons of our pages do more than show the page. */
class CodeCommandTest {
    static Stream<Arguments> buttons() {
        return Stream.of(
                Arguments.of("send", new CodeCommand.Send()),
                Arguments.of("verify", new CodeCommand.Verify(new TypedCode(""))),
                Arguments.of("resend", new CodeCommand.Resend()),
                Arguments.of("mail", new CodeCommand.Mail()),
                Arguments.of("change", new CodeCommand.Change()));
    }

    @ParameterizedTest
    @MethodSource("buttons")
    void eachButton_isItsCommand(String action, CodeCommand command) {
        assertThat(CodeCommand.of(form("action", action))).isEqualTo(command);
    }

    @Test
    void withoutAButton_thePageIsShown() {
        assertThat(CodeCommand.of(form())).isEqualTo(new CodeCommand.Show());
    }

    /** A button sends its own field only, so that of a channel comes without an action. A script may send both. */
    @ParameterizedTest
    @EnumSource(Channel.class)
    void buttonOfAChannel_asksForIt(Channel channel) {
        assertThat(List.of(form("channel", channel.id()), form("action", "channel", "channel", channel.id())))
                .allSatisfy(form -> assertThat(CodeCommand.of(form)).isEqualTo(new CodeCommand.ByChannel(channel)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "VOICE", "voice ", "call", "sms,voice", "default", "alternative"})
    void forgedChannel_isUnknown(String channel) {
        assertThat(List.of(form("channel", channel), form("action", "channel", "channel", channel)))
                .allSatisfy(form -> assertThat(CodeCommand.of(form)).isEqualTo(new CodeCommand.Unknown()));
    }

    @Test
    void channelWithoutOne_isUnknown() {
        assertThat(CodeCommand.of(form("action", "channel"))).isEqualTo(new CodeCommand.Unknown());
    }

    @Test
    void channelBesideAnotherButton_isIgnored() {
        assertThat(CodeCommand.of(form("action", "resend", "channel", "voice"))).isEqualTo(new CodeCommand.Resend());
    }

    /** A code alone is no attempt: pressing Enter in another form must not use one up. */
    @Test
    void codeWithoutAButton_isNotVerified() {
        assertThat(CodeCommand.of(form("code", "123456"))).isEqualTo(new CodeCommand.Show());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Verify", "verify ", "VERIFY", "success", "skip", "send,verify", "\u0000", "ve\nrify"})
    void forgedButton_isUnknown(String action) {
        assertThat(CodeCommand.of(form("action", action, "code", "123456"))).isEqualTo(new CodeCommand.Unknown());
    }

    @Test
    void code_isReadAsPeopleTypeIt() {
        assertThat(CodeCommand.of(form("action", "verify", "code", " 123-456 ")))
                .isEqualTo(new CodeCommand.Verify(new TypedCode("123456")));
    }

    @Test
    void codeOfAnotherButton_isIgnored() {
        assertThat(CodeCommand.of(form("action", "resend", "code", "123456"))).isEqualTo(new CodeCommand.Resend());
    }

    /** A field that is sent twice counts as its first value, wherever it is read. */
    @Test
    void fieldThatIsSentTwice_isItsFirstValue() {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.put("action", List.of("change", "verify"));
        form.put("code", List.of("000000", "123456"));

        assertThat(CodeCommand.of(form)).isEqualTo(new CodeCommand.Change());
        form.put("action", List.of("verify", "change"));
        assertThat(CodeCommand.of(form)).isEqualTo(new CodeCommand.Verify(new TypedCode("000000")));
    }

    @Test
    void fieldWithoutAnyValue_isMissing() {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.put("action", List.of());

        assertThat(CodeCommand.of(form)).isEqualTo(new CodeCommand.Show());
    }

    @Test
    void hostileCode_isCutShort() {
        CodeCommand command = CodeCommand.of(form("action", "verify", "code", "1".repeat(100_000)));

        assertThat(((CodeCommand.Verify) command).code().value()).hasSize(60);
    }

    /** A live code is a secret, so a command that is logged by mistake must not tell it. */
    @Test
    void textOfACommand_hidesTheCode() {
        assertThat(CodeCommand.of(form("action", "verify", "code", "123456")).toString())
                .doesNotContain("123456");
    }

    private static MultivaluedMap<String, String> form(String... fields) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i], fields[i + 1]);
        }
        return form;
    }
}
