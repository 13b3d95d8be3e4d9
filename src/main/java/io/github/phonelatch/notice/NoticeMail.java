package io.github.phonelatch.notice;

import io.github.phonelatch.phone.PhoneChange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.forms.login.freemarker.model.UrlBean;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** A notice as Keycloak mails it: with the realm's theme and texts, in the person's language or the realm's. */
final class NoticeMail {
    private static final String TEMPLATE = "phonelatch-notice.ftl";

    private NoticeMail() {}

    /**
     * Hands it to the realm's mail server, and waits for that as long as the realm's settings say.
     *
     * @param session of its own, outside of any request, so that the language of the request does not count
     */
    static void send(KeycloakSession session, RealmModel realm, Notice notice) throws EmailException, IOException {
        UserModel recipient = notice.recipient(session, realm);
        Words words = Words.of(notice.kind());
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(
                "phonelatch",
                Map.of(
                        "sentence",
                        words.sentence(),
                        "advice",
                        words.advice(),
                        "number",
                        notice.number(),
                        "before",
                        notice.before(),
                        "when",
                        when(notice.at(), session.getContext().resolveLocale(recipient))));
        if (notice.baseUri().isPresent()) {
            // Keycloak gives it to a mail in a request only, and a theme's layout may need it.
            Theme theme = session.theme().getTheme(Theme.Type.EMAIL);
            attributes.put("url", new UrlBean(realm, theme, notice.baseUri().get(), null));
        }
        session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(recipient)
                .send(words.subject(), TEMPLATE, attributes);
    }

    /** As written in that language, in UTC and marked so, because the person's time zone is unknown. */
    static String when(Instant at, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(at)
                + " UTC";
    }

    /** Keys of texts. */
    private record Words(String subject, String sentence, String advice) {
        static Words of(PhoneChange.Kind kind) {
            return switch (kind) {
                case VERIFIED ->
                    new Words("phonelatchNoticeVerifiedSubject", "phonelatchNoticeVerified", "phonelatchNoticeNotYou");
                case REPLACED ->
                    new Words("phonelatchNoticeReplacedSubject", "phonelatchNoticeReplaced", "phonelatchNoticeNotYou");
                case REMOVED ->
                    new Words("phonelatchNoticeRemovedSubject", "phonelatchNoticeRemoved", "phonelatchNoticeNotYou");
                case WITHDRAWN ->
                    new Words(
                            "phonelatchNoticeWithdrawnSubject",
                            "phonelatchNoticeWithdrawn",
                            "phonelatchNoticeStillYours");
                case DEVICE_REMEMBERED ->
                    new Words("phonelatchNoticeDeviceSubject", "phonelatchNoticeDevice", "phonelatchNoticeNotYou");
            };
        }
    }
}
