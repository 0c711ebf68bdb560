package io.caseline.gateway.cases;

import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.commands.CommandSender;
import io.caseline.gateway.http.Exchanges;
import io.caseline.gateway.pipeline.CorrelationIds;
import io.caseline.gateway.pipeline.RequestPipeline;
import io.caseline.gateway.status.StatusQueries;
import io.caseline.schemas.CaseStatus;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.registry.ImportHttpServices;

@Configuration
@ImportHttpServices(group = "cases", types = CaseStatusClient.class)
class CaseConfiguration {

    @Bean
    ServletRegistrationBean<RequestPipeline<CareRequest, CaseStatus>> casePipeline(
            CaseApi api, Exchanges exchanges, CorrelationIds ids, CommandSender sender, StatusQueries queries) {
        ServletRegistrationBean<RequestPipeline<CareRequest, CaseStatus>> pipeline = new ServletRegistrationBean<>(
                new RequestPipeline<>(api, exchanges, ids, sender, queries), ApiPaths.PROGRAMS + "/*");
        pipeline.setName("cases");
        pipeline.setLoadOnStartup(1);
        return pipeline;
    }
}
