package example.school;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import java.util.Map;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.JwtRequestPostProcessor;
import org.springframework.test.web.servlet.MockMvc;

/** What the claims of a believed token open. Whether a token is believed takes a Keycloak, and is tested with one. */
@SpringBootTest
@AutoConfigureMockMvc
class SecurityTest {
    @Autowired
    private MockMvc api;

    @Test
    void health_isOpen() throws Exception {
        api.perform(get("/health"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.status").value("UP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/api/students/timetable", "/api/teachers/classes", "/api/other", "/other"})
    void withoutToken_nothingElseIs(String path) throws Exception {
        api.perform(get(path))
                .andExpect(status().isUnauthorized())
                .andExpect(header().string("WWW-Authenticate", Matchers.startsWith("Bearer")));
    }

    @Test
    void verifiedStudent_seesTheTimetable_andNotTheClasses() throws Exception {
        api.perform(get("/api/students/timetable").with(person(true, "student")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.lessons").isNotEmpty());
        api.perform(get("/api/teachers/classes").with(person(true, "student")))
                .andExpect(status().isForbidden())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.type").value("urn:school:problem:role-missing"))
                .andExpect(jsonPath("$.status").value(403));
    }

    @Test
    void phoneIsAskedForFirst_whateverTheRoles() throws Exception {
        for (String role : List.of("student", "teacher", "PHONE_VERIFIED")) {
            api.perform(get("/api/teachers/classes").with(person(false, role)))
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.type").value("urn:school:problem:phone-not-verified"));
        }
    }

    @Test
    void phoneAsText_isNotVerified() throws Exception {
        api.perform(get("/api/students/timetable").with(person("true", "student")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.type").value("urn:school:problem:phone-not-verified"));
    }

    @Test
    void me_isForEverybodyWithAToken() throws Exception {
        api.perform(get("/api/me").with(person(false, "student")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value("Sofia Student"))
                .andExpect(jsonPath("$.roles[0]").value("student"))
                .andExpect(jsonPath("$.phone_number_verified").value(false));
    }

    @Test
    void pathThatIsNotThere_is404_toWhoIsVerified() throws Exception {
        api.perform(get("/api/other").with(person(true))).andExpect(status().isNotFound());
    }

    private static JwtRequestPostProcessor person(Object phoneVerified, String... roles) {
        return jwt().jwt(token -> token.claim("name", "Sofia Student")
                        .claim("phone_number_verified", phoneVerified)
                        .claim("realm_access", Map.of("roles", List.of(roles))))
                .authorities(token -> Security.authorities(token));
    }
}
