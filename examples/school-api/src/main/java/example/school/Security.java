package example.school;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasRole;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;
import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Who may call what. Which tokens are believed at all (signature, issuer, audience, time) is in application.properties. */
@Configuration(proxyBeanMethods = false)
class Security {
    /** Not a role: roles get the prefix {@code ROLE_}, so that no role of the realm can pass for a verified phone. */
    static final String PHONE_VERIFIED = "PHONE_VERIFIED";

    /** Whom the school lets in without a phone. */
    private static final String EXEMPT = "phone-exempt";

    @Bean
    SecurityFilterChain access(HttpSecurity http) {
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers("/health").permitAll();
            requests.requestMatchers("/api/me").authenticated();
            requests.requestMatchers("/api/students/**").access(verifiedPhoneAnd("student"));
            requests.requestMatchers("/api/teachers/**").access(verifiedPhoneAnd("teacher"));
            // A fault, such as Keycloak being away, is told as 500. As 401 it would send people to sign in again.
            requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
            requests.anyRequest().hasAuthority(PHONE_VERIFIED);
        });
        http.oauth2ResourceServer(tokens -> {
            tokens.jwt(jwt -> jwt.jwtAuthenticationConverter(authentication()));
            tokens.accessDeniedHandler(new Refusals());
        });
        http.cors(withDefaults());
        // There is no cookie that a foreign page could make a browser send.
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.csrf(CsrfConfigurer::disable);
        return http.build();
    }

    /**
     * The phone first: a token that came before the phone was verified may lack the role for just that reason. And the phone
     * everywhere: should Keycloak ever run without the extension that asks for it, the claim is absent and nobody gets in.
     */
    private static AuthorizationManager<RequestAuthorizationContext> verifiedPhoneAnd(String role) {
        return allOf(hasAuthority(PHONE_VERIFIED), hasRole(role));
    }

    private static JwtAuthenticationConverter authentication() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(Security::authorities);
        return converter;
    }

    static Collection<GrantedAuthority> authorities(Jwt token) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (String role : roles(token)) {
            authorities.add(new SimpleGrantedAuthority("ROLE_" + role));
        }
        if (phoneVerified(token) || roles(token).contains(EXEMPT)) {
            authorities.add(new SimpleGrantedAuthority(PHONE_VERIFIED));
        }
        return authorities;
    }

    /** The realm's roles, as Keycloak writes them: {@code {"realm_access": {"roles": [...]}}}. */
    static List<String> roles(Jwt token) {
        Map<String, Object> access = token.getClaimAsMap("realm_access");
        return access != null && access.get("roles") instanceof Collection<?> roles
                ? roles.stream().map(String::valueOf).sorted().toList()
                : List.of();
    }

    /** True and nothing else: neither a missing claim nor the text "true". */
    static boolean phoneVerified(Jwt token) {
        return Boolean.TRUE.equals(token.getClaims().get("phone_number_verified"));
    }

    /** The pages that may call with a token from a browser. */
    @Bean
    UrlBasedCorsConfigurationSource corsConfigurationSource(@Value("${school.allowed-origins}") List<String> origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of(HttpMethod.GET.name()));
        cors.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION));
        // Lets a page tell an expired token from a missing one.
        cors.setExposedHeaders(List.of(HttpHeaders.WWW_AUTHENTICATE));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }
}
