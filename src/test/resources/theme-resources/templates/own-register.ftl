<form action="${url.loginAction}" method="post">
  <#import "phonelatch-registration.ftl" as phone><@phone.fields/>
</form>
