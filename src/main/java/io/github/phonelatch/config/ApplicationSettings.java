package io.github.phonelatch.config;

import java.util.List;

/** Whom the realm tells of changes, and which applications may call the endpoints. */
final class ApplicationSettings {
    static final Setting<Boolean> NOTIFY_BY_EMAIL = Setting.onOff(
            "notify-by-email",
            "Notify by e-mail",
            "On: people get an e-mail when their number is verified, replaced, removed or moved to another account, and when a device"
                    + " is remembered. Numbers in it are masked. The realm needs a mail server.",
            "false",
            SettingParsers.onOff());

    static final Setting<List<String>> API_CLIENTS = Setting.list(
            "api-clients",
            "Applications with their own screens",
            "Client ids of the applications that may verify numbers over the endpoints request-otp and verify-otp, with the token"
                    + " of the signed-in person. Give such a client the mapper Phonelatch: role gate too. Empty: none.",
            "",
            SettingParsers.listOrNone());

    private ApplicationSettings() {}
}
