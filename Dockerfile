# Keycloak with Phonelatch in it, built for PostgreSQL: docker build -t school-keycloak .
#
# Each image is named with its full version: the same versions are then built into the server, and a new one of something comes in by
# a commit that was tested. The one of Keycloak and the jar are for each other; Java and Maven have no part in what runs in the end.
ARG KEYCLOAK_VERSION=26.7.4

FROM maven:3.9.11-eclipse-temurin-17 AS jars
WORKDIR /phonelatch
COPY .mvn .mvn
COPY mvnw pom.xml LICENSE NOTICE ./
COPY src/main src/main
COPY src/tools src/tools
COPY src/release src/release
COPY themes themes
COPY realm-config realm-config
# Shown on the console's page of providers. There is no .git in here that could tell it.
ARG COMMIT=unknown
# Tests and checks are for those who change the sources. The options of the JVM save half of the time, here and below.
RUN MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" ./mvnw -B -ntp -q package -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true -Dgit.commit.id.abbrev="$COMMIT" \
    && mkdir /jars \
    && mv target/keycloak-phonelatch-*-tools.jar /jars/tools.jar \
    && mv target/keycloak-phonelatch-*.jar /jars/keycloak-phonelatch.jar \
    # Keycloak compares this time with the one it was built with, and layers keep whole seconds only.
    && touch -d 2026-01-01T00:00:00Z /jars/*

# The simulated EngageLab, for demos and staging: docker build --target simulator -t simulator .
FROM eclipse-temurin:17.0.17_10-jre AS simulator
COPY --from=jars /jars/tools.jar /opt/simulator/tools.jar
USER 1000
EXPOSE 8090 3025
ENTRYPOINT ["java", "-Xmx128m", "-jar", "/opt/simulator/tools.jar", "simulator", "--host", "0.0.0.0", "--name", "simulator", "--port", "8090", "--mail-port", "3025"]

FROM quay.io/keycloak/keycloak:${KEYCLOAK_VERSION} AS keycloak
COPY --from=jars /jars/keycloak-phonelatch.jar /opt/keycloak/providers/
ENV KC_DB=postgres KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=true
# The folder is made by who writes to it: mounting a realm file there makes root do it where it is missing.
RUN mkdir -p /opt/keycloak/data/import && JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 /opt/keycloak/bin/kc.sh build
CMD ["start", "--optimized"]
