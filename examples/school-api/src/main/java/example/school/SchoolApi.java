package example.school;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication(proxyBeanMethods = false)
class SchoolApi {
    public static void main(String[] arguments) {
        SpringApplication.run(SchoolApi.class, arguments);
    }
}
