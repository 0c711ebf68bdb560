package io.caseline.gateway.tellers;

import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.commands.CommandSender;
import io.caseline.gateway.http.Exchanges;
import io.caseline.gateway.pipeline.CorrelationIds;
import io.caseline.gateway.pipeline.RequestPipeline;
import io.caseline.gateway.status.StatusQueries;
import io.caseline.schemas.AssociationStatus;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.ImportHttpServices;

@Configuration
@ImportHttpServices(group = "tellers", types = AssociationStatusClient.class)
class AssociationConfiguration {

    @Bean
    ServletRegistrationBean<RequestPipeline<AssociationRequest, AssociationStatus>> associationPipeline(
            AssociationApi api, Exchanges exchanges, CorrelationIds ids, CommandSender sender, StatusQueries queries) {
        ServletRegistrationBean<RequestPipeline<AssociationRequest, AssociationStatus>> pipeline =
                new ServletRegistrationBean<>(
                        new RequestPipeline<>(api, exchanges, ids, sender, queries),
                        ApiPaths.ASSOCIATIONS,
                        ApiPaths.ASSOCIATIONS + "/*");
        pipeline.setName("associations");
        pipeline.setLoadOnStartup(1);
        return pipeline;
    }
}
