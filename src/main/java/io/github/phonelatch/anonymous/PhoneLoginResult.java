package io.github.phonelatch.anonymous;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.UserModel;

/** The result of one request to the step that signs people in by their number. */
sealed interface PhoneLoginResult {

    /** The step goes on with this answer. */
    record Page(Response response) implements PhoneLoginResult {}

    /** The person typed the right code. */
    record ByCode(AnonymousCode.VerifiedPerson person) implements PhoneLoginResult {}

    /** Keycloak compared the password, and it was right. */
    record ByPassword(UserModel person) implements PhoneLoginResult {}
}
