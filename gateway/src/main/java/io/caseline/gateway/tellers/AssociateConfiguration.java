package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.Acceptance;
import io.caseline.gateway.intake.Intake;
import java.time.InstantSource;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.VirtualThreadTaskExecutor;

@Configuration
class AssociateConfiguration {

    @Bean
    ServletRegistrationBean<AssociateServlet> associateServlet(
            AssociateSettings settings,
            Intake intake,
            Acceptance acceptance,
            AssociateCommands commands,
            AssociationStatuses statuses,
            InstantSource clock) {
        ServletRegistrationBean<AssociateServlet> registration = new ServletRegistrationBean<>(
                new AssociateServlet(
                        settings,
                        intake,
                        acceptance,
                        commands,
                        statuses,
                        new VirtualThreadTaskExecutor("association-status-"),
                        clock),
                AssociateServlet.PATH,
                AssociateServlet.PATH + "/*");
        registration.setName("associate");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
