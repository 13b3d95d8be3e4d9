package io.github.phonelatch.page;

import org.keycloak.sessions.AuthenticationSessionModel;

/** A tab of a sign-in. */
public final class Tab {
    private Tab() {}

    /** What ties a challenge to this tab of this sign-in. */
    public static String binding(AuthenticationSessionModel tab) {
        return tab.getParentSession().getId() + "/" + tab.getTabId();
    }
}
