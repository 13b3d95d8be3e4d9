package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tables;
import io.github.phonelatch.server.KeycloakServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keycloak's default: an Infinispan inside the nodes. */
class TwoNodesIT extends TwoNodes {
    @Override
    KeycloakServer.Builder state(KeycloakServer.Builder node) {
        return node.clustered();
    }

    @Test
    void requestsThatWaitForTheProvider_holdNoConnection() {
        assertThat(connectionsHeldWhileWaiting(4)).isZero();
    }

    /** What docs/privacy.md says of erasing, looked for in every table there is. */
    @Test
    void deletedPerson_isInNoTable_butTheEventsOfTheRealm() {
        Tables tables = new Tables(cluster().postgres());
        RealmAdmin school = Remembered.realm(cluster().admin());
        Phone phone = new Phone(simulator());
        Remembered teacher = Remembered.teacher(school, phone);
        Person person = teacher.person();
        String digits = phone.number().substring(3);
        assertThat(tables.with(digits)).contains("credential", "user_attribute");
        assertThat(tables.with(person.id())).contains("credential", "user_entity", "event_entity");

        school.delete(person);

        assertThat(tables.with(digits)).as("the number").isEmpty();
        assertThat(tables.with(person.id())).as("the id").isSubsetOf(List.of("event_entity", "admin_event_entity"));
        assertThat(tables.with(person.email())).as("the address").isSubsetOf(List.of("event_entity"));
    }
}
