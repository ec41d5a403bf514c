// The form again, with everything typed still in it and each error beside its field.
import { formsAgain } from '../tools/forms.mjs';

export default ({ site }) => `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>Заявка пока не отправлена</title>
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/css/legal.css">
</head>
<body>
<!-- include partials/masthead.html -->
<main class="page legal" id="main">
<section>
<h1 class="h1">Заявка пока не отправлена</h1>
<p role="alert">[[message]]</p>
[[#has_others]]<ul>[[#others]]<li>[[text]]</li>[[/others]]</ul>[[/has_others]]
${formsAgain(site)}
</section>
</main>
<!-- include partials/footer.html -->
</body>
</html>
`;
