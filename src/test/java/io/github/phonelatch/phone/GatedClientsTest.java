package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.FakeClient.adminRole;
import static io.github.phonelatch.fakes.FakeClient.composite;
import static io.github.phonelatch.fakes.FakeClient.role;
import static io.github.phonelatch.fakes.FakeClient.scope;
import static io.github.phonelatch.phone.GatedClients.MAPPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeClient;
import io.github.phonelatch.phone.GatedClients.Flaw;
import org.junit.jupiter.api.Test;

class GatedClientsTest {
    private final FakeClient client = new FakeClient("app");

    @Test
    void clientWithoutTheMapper_isNotGated() {
        client.mapper("oidc-hardcoded-role-mapper").defaultScope("roles", scope("oidc-audience-resolve-mapper"));

        assertThat(gated()).isFalse();
    }

    @Test
    void mapperOnTheClientOrInADefaultScope_gates() {
        assertThat(GatedClients.gated(new FakeClient("own").mapper(MAPPER).model()))
                .isTrue();
        assertThat(GatedClients.gated(new FakeClient("default")
                        .defaultScope("gate", scope(MAPPER))
                        .model()))
                .isTrue();
    }

    @Test
    void mapperInAnOptionalScope_gatesNot_forWhoeverAsksChooses() {
        client.optionalScope("gate", scope(MAPPER));

        assertThat(gated()).isFalse();
    }

    /** Keycloak leaves such a scope out for people who have none of its roles. */
    @Test
    void mapperInAScopeWithRoles_gatesNot() {
        client.defaultScope("gate", scope(MAPPER, role("student")));
        assertThat(gated()).isFalse();

        client.defaultScope("gate everybody", scope(MAPPER));
        assertThat(gated()).isTrue();
    }

    @Test
    void clientWithFullScope_isNotGated() {
        assertThat(GatedClients.gated(client.mapper(MAPPER).fullScope().model()))
                .isFalse();
    }

    @Test
    void rolesThatManageTheRealm_inTheScope_endTheGate() {
        client.mapper(MAPPER).inScope(role("student"));
        assertThat(gated()).isTrue();

        client.inScope(composite("office", adminRole("view-users")));
        assertThat(gated()).isFalse();
    }

    @Test
    void rolesThatManageTheRealm_inAnOptionalScope_endTheGateToo() {
        client.mapper(MAPPER).optionalScope("admin", scope("other", adminRole("manage-clients")));

        assertThat(gated()).isFalse();
    }

    @Test
    void flawOfAContainer_isToldWhetherOrNotItHasTheMapper() {
        assertThat(GatedClients.flawOf(client.model())).isEmpty();
        assertThat(GatedClients.flawOf(client.fullScope().model())).contains(Flaw.FULL_SCOPE);
        assertThat(GatedClients.flawOf(scope("other", role("student")))).contains(Flaw.SCOPE_WITH_ROLES);
        assertThat(GatedClients.flawOf(scope("other"))).isEmpty();
    }

    private boolean gated() {
        return GatedClients.gated(client.model());
    }
}
