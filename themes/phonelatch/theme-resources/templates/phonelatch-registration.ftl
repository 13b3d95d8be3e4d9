<#-- The phone number on a registration page, under any login theme. Inside the form of its register.ftl:

       <#import "phonelatch-registration.ftl" as phone><@phone.fields/>

     Shows nothing where the registration flow has no step "Phone number". -->
<#macro fields>
  <#if (phonelatch.countries)??>
    <#import "phonelatch-commons.ftl" as page>
    <link rel="stylesheet" href="${page.files}/css/phonelatch.css">
    <@page.numberFields required=true selectsOther=true/>
  </#if>
</#macro>
