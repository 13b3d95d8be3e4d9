package io.github.phonelatch.support;

import java.util.List;

/** The ids of the steps and conditions that we bring to a flow. Realms store them, so they are never renamed. */
public final class PhoneSteps {
    /** Asks for a code in a browser. */
    public static final String OTP = "phonelatch-otp";

    /** Asks for a code in the direct grant. */
    public static final String DIRECT_GRANT = "phonelatch-direct-grant";

    /** Signs somebody in by their number. */
    public static final String PHONE_LOGIN = "phonelatch-phone-login";

    /** Asks whose password is to be reset. */
    public static final String RESET_CHOOSE_USER = "phonelatch-reset-choose-user";

    /** Asks for the code that a new password may be chosen with. */
    public static final String RESET = "phonelatch-reset";

    /** Is true for somebody who can be asked for a code. */
    public static final String VERIFIED_CONDITION = "phonelatch-condition-verified";

    /** Is true on a device that is not remembered. */
    public static final String NEW_DEVICE_CONDITION = "phonelatch-condition-new-device";

    /** The steps whose code is a second factor. */
    public static final List<String> SECOND_FACTOR = List.of(OTP, DIRECT_GRANT);

    private PhoneSteps() {}
}
