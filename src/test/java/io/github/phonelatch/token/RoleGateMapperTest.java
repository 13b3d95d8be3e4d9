package io.github.phonelatch.token;

import static io.github.phonelatch.fakes.FakeClient.composite;
import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeClient;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.Enforcement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.oidc.mappers.RoleNameMapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.utils.RoleResolveUtil;

class RoleGateMapperTest {
    private static final String NUMBER = "+447400123456";

    private final FakeRealm realm = new FakeRealm("school").setting("exempt-roles", "phone-exempt");
    private final FakeUser user = new FakeUser("student");
    private final FakeClient client = new FakeClient("app");
    private final RoleGateMapper mapper = new RoleGateMapper();
    private final Map<String, Object> request = new HashMap<>();
    private final List<RoleModel> held = new ArrayList<>();
    private final List<ProtocolMapperModel> others = new ArrayList<>();
    private String gatedRoles = "";
    private String sessionNote = "";

    @BeforeEach
    void personWithRoles() {
        held.add(realm.role("student"));
        held.add(realm.role("chess"));
        held.add(realm.clientRole("library", "reader"));
    }

    @Test
    void personWithoutAVerification_losesEveryRole() {
        assertThat(afterTheGate()).isEmpty();
    }

    @Test
    void verifiedPerson_losesNone() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);

        assertThat(afterTheGate()).containsExactly("chess", "library.reader", "student");
    }

    @Test
    void exemptPersonAndAccountOfAService_loseNone() {
        user.serviceAccountOf("app");
        assertThat(afterTheGate()).hasSize(3);

        user.serviceAccountOf(null).role(realm.role("phone-exempt"));
        assertThat(afterTheGate()).hasSize(3);
    }

    @Test
    void realmThatAsksForNoNumbers_takesNone() {
        realm.setting("require-for-all", "false");
        assertThat(afterTheGate()).hasSize(3);

        realm.setting("require-for-all", "true").actionDisabled();
        assertThat(afterTheGate()).hasSize(3);
    }

    @Test
    void personWhomAStepOfTheFlowAsked_losesRoles_whateverTheRealmRequires() {
        realm.setting("require-for-all", "false");
        sessionNote = Enforcement.ASKED_BY_FLOW;

        assertThat(afterTheGate()).isEmpty();
    }

    @Test
    void namedRoles_areTheOnlyOnesTaken() {
        gatedRoles = "student## library.reader ";

        assertThat(afterTheGate()).containsExactly("chess");
    }

    @Test
    void namedRole_goesWithTheRolesItContains() {
        RoleModel member = composite("member", realm.role("chess"));
        held.add(member);
        realm.add(member);
        gatedRoles = "member";

        assertThat(afterTheGate()).containsExactly("library.reader", "student");
    }

    @Test
    void renamedRoles_areTakenUnderTheirNewNames() {
        gatedRoles = "student";
        rename("pupil", "library.pupil");
        rename("student", "pupil");

        held.remove(realm.role("student"));
        held.add(realm.clientRole("library", "pupil"));

        assertThat(afterTheGate()).containsExactly("chess", "library.reader");
    }

    @Test
    void roleThatIsGoneFromTheRealm_takesAllOfThem_notNone() {
        gatedRoles = "pupil##student";

        assertThat(afterTheGate()).isEmpty();
    }

    @Test
    void everyKindOfToken_isGated_whateverTheMappersSwitchesSay() {
        List<Runnable> kinds = List.of(
                () -> mapper.transformAccessToken(new AccessToken(), model(), session(), signIn(), context()),
                () -> mapper.transformIDToken(new IDToken(), model(), session(), signIn(), context()),
                () -> mapper.transformUserInfoToken(new AccessToken(), model(), session(), signIn(), context()),
                () -> mapper.transformIntrospectionToken(new AccessToken(), model(), session(), signIn(), context()));
        for (Runnable kind : kinds) {
            request.clear();
            kind.run();
            assertThat(roles()).isEmpty();
        }
    }

    @Test
    void unknownRole_isRefusedWhenSaved() {
        gatedRoles = "student##libary.reader";

        assertThatThrownBy(this::save)
                .isInstanceOf(ProtocolMapperConfigException.class)
                .hasMessageContaining("There is no role")
                .satisfies(refusal -> assertThat(((ProtocolMapperConfigException) refusal).getParameters())
                        .containsExactly("libary.reader"));
    }

    @Test
    void knownRolesOrNone_areSaved() {
        assertThatNoException().isThrownBy(this::save);
        gatedRoles = "student##library.reader";
        assertThatNoException().isThrownBy(this::save);
    }

    @Test
    void clientWithFullScope_isRefusedWhenSaved() {
        client.fullScope();

        assertThatThrownBy(this::save)
                .isInstanceOf(ProtocolMapperConfigException.class)
                .hasMessageContaining("Full scope allowed");
    }

    private void save() throws ProtocolMapperConfigException {
        mapper.validateConfig(session(), realm.model(), client.model(), model());
    }

    private Set<String> afterTheGate() {
        request.clear();
        mapper.transformAccessToken(new AccessToken(), model(), session(), signIn(), context());
        return roles();
    }

    private Set<String> roles() {
        Set<String> names = new TreeSet<>();
        AccessToken.Access ofRealm = RoleResolveUtil.getResolvedRealmRoles(session(), context(), true);
        names.addAll(Objects.requireNonNullElse(ofRealm.getRoles(), Set.of()));
        RoleResolveUtil.getAllResolvedClientRoles(session(), context())
                .forEach((client, access) -> access.getRoles().forEach(role -> names.add(client + "." + role)));
        return names;
    }

    private ProtocolMapperModel model() {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setConfig(Map.of("gated-roles", gatedRoles, "access.token.claim", "false", "id.token.claim", "false"));
        return model;
    }

    private void rename(String before, String after) {
        others.add(RoleNameMapper.create(before + " to " + after, before, after));
    }

    private KeycloakSession session() {
        return Fake.session()
                .on("getAttribute", arguments -> request.get((String) arguments[0]))
                .on("setAttribute", arguments -> request.put((String) arguments[0], arguments[1]))
                .make();
    }

    private UserSessionModel signIn() {
        return Fake.of(UserSessionModel.class)
                .returning("getId", "session")
                .returning("getRealm", realm.model())
                .returning("getUser", user.model())
                .returning("getStarted", Integer.MAX_VALUE)
                .on("getNote", arguments -> sessionNote.equals(arguments[0]) ? "true" : null)
                .make();
    }

    private ClientSessionContext context() {
        AuthenticatedClientSessionModel clientSession = Fake.of(AuthenticatedClientSessionModel.class)
                .returning("getUserSession", signIn())
                .returning("getClient", client.model())
                .make();
        return Fake.of(ClientSessionContext.class)
                .returning("getClientSession", clientSession)
                .on("getRolesStream", arguments -> held.stream())
                .on("getProtocolMappersStream", arguments -> others.stream())
                .make();
    }
}
