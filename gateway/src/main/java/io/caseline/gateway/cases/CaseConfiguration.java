package io.caseline.gateway.cases;

import io.caseline.gateway.intake.Acceptance;
import io.caseline.gateway.intake.Intake;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

@Configuration
class CaseConfiguration {

    @Bean
    ServletRegistrationBean<CaseServlet> caseServlet(
            CaseSettings settings, Intake intake, Acceptance acceptance, CaseCommands commands, CaseStatuses statuses) {
        ServletRegistrationBean<CaseServlet> registration = new ServletRegistrationBean<>(
                new CaseServlet(
                        settings, intake, acceptance, commands, statuses, new VirtualThreadTaskExecutor("status-")),
                "/programs/*");
        registration.setName("cases");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
