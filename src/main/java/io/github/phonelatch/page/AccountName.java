package io.github.phonelatch.page;

import org.keycloak.models.RealmModel;

/**
 * What people of a realm sign in with beside a number. Decided by the settings by which Keycloak's own page for the password
 * names it, because people must read the same word on both.
 */
public enum AccountName {
    EMAIL("phonelatchAccountMissing", "phonelatchPhoneLoginWrong"),
    USERNAME("phonelatchAccountMissingUsername", "phonelatchPhoneLoginWrongUsername"),
    USERNAME_OR_EMAIL("phonelatchAccountMissingUsernameOrEmail", "phonelatchPhoneLoginWrongUsernameOrEmail");

    private final String missing;
    private final String wrong;

    AccountName(String missing, String wrong) {
        this.missing = missing;
        this.wrong = wrong;
    }

    public static AccountName of(RealmModel realm) {
        if (!realm.isLoginWithEmailAllowed()) {
            return USERNAME;
        }
        return realm.isRegistrationEmailAsUsername() ? EMAIL : USERNAME_OR_EMAIL;
    }

    /** Neither an account nor a number was typed. */
    public ProblemText missing() {
        return ProblemText.onAccount(missing);
    }

    /** The number, or what was typed with it, is not right. */
    public ProblemText wrong() {
        return ProblemText.general(wrong);
    }
}
