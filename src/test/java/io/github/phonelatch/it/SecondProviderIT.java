package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.codefile.FileGatewayFactory;
import io.github.phonelatch.gateway.OtpGatewayFactory;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The released jar with a provider of somebody else's, and without EngageLab, as {@code docs/providers.md} says. */
class SecondProviderIT {
    private static Path codes;
    private static KeycloakServer server;
    private static RealmAdmin school;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        codes = directory.resolve("codes.txt");
        server = KeycloakServer.builder()
                .name("second-provider")
                .jar(ProviderJar.write(
                        directory.resolve("codefile.jar"),
                        Map.of(OtpGatewayFactory.class, FileGatewayFactory.class),
                        Class.forName("io.github.phonelatch.codefile.FileGateway")))
                .buildOption("spi-phonelatch-gateway--provider", FileGatewayFactory.ID)
                .buildOption("spi-phonelatch-gateway--engagelab--enabled", false)
                .option("spi-phonelatch-gateway--codefile--file", codes)
                .importRealm(Admin.schoolFile())
                .start();
        school = new Admin(server).realm("school");
        school.openToTests();
        school.savePhoneSettings(Map.of("templates", "code-file", "alternative-templates", ""));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void person_signsInByACodeOfTheOtherProvider() throws IOException {
        Person student = school.newStudent();
        String number = Numbers.next();

        Page page = school.studentPortal().open(student).number(number);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(wrong(code(number)));
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Tokens tokens = page.code(code(number)).tokens();

        assertThat(tokens.granted()).isTrue();
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(lines(number)).hasSize(1);
    }

    @Test
    void engageLab_isNotThere_andNothingIsComplainedOf() {
        assertThat(new Admin(server)
                        .get("serverinfo")
                        .at("/providers/phonelatch-gateway/providers")
                        .fieldNames())
                .toIterable()
                .containsExactly(FileGatewayFactory.ID);
        assertThat(server.log())
                .doesNotContain("not set up", "EngageLab", "failed unexpectedly", "NoClassDef", "LinkageError");
    }

    private static String code(String number) throws IOException {
        List<String> sent = lines(number);
        return sent.get(sent.size() - 1).substring(number.length() + 1);
    }

    private static List<String> lines(String number) throws IOException {
        return Files.readAllLines(codes).stream()
                .filter(line -> line.startsWith(number + " "))
                .toList();
    }

    private static String wrong(String code) {
        int last = code.length() - 1;
        return code.substring(0, last) + (code.charAt(last) == '0' ? '1' : '0');
    }
}
